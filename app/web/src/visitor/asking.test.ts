import { afterEach, expect, it, vi } from "vitest";
import { ask, linkOf, Refused } from "./asking";

const LINK = { prefix: "0123456789abcdef", secret: "cs_secret" };

afterEach(() => vi.unstubAllGlobals());

/** The pieces, and why they ended, where they did not end well. */
async function heard(answer: Response | Error): Promise<string[]> {
  vi.stubGlobal("fetch", () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)));
  const found: string[] = [];
  try {
    for await (const piece of ask(LINK, [{ role: "user", content: "Hi" }], new AbortController().signal)) found.push(piece);
  } catch (error) {
    found.push(error instanceof Refused ? `(${error.why})` : "(something else)");
  }
  return found;
}

/** Cut wherever the network cuts. */
function cut(pieces: Iterable<Uint8Array>): Response {
  const body = new ReadableStream({
    start(to) {
      for (const piece of pieces) to.enqueue(piece);
      to.close();
    },
  });
  return new Response(body);
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const stream = (...pieces: string[]) => cut(pieces.map(bytesOf));

const refusal = (status: number, code: string) => new Response(JSON.stringify({ error: { code, message: "" } }), { status });

it("reads an answer however it is cut", async () => {
  const whole = 'data: {"text":"By "}\n\ndata: {"text":"Müll."}\n\ndata: {"done":true}\n\n';
  expect(await heard(stream(whole))).toEqual(["By ", "Müll."]);
  expect(await heard(cut(Array.from(bytesOf(whole), (byte) => Uint8Array.of(byte))))).toEqual(["By ", "Müll."]);
});

it("says why there is none", async () => {
  expect(await heard(refusal(401, "UNAUTHORIZED"))).toEqual(["(over)"]);
  expect(await heard(refusal(429, "RATE_LIMITED"))).toEqual(["(often)"]);
  expect(await heard(refusal(400, "INVALID_INPUT"))).toEqual(["(long)"]);
  expect(await heard(refusal(503, "UPSTREAM_FAILED"))).toEqual(["(away)"]);
  expect(await heard(new Response("<h1>Bad gateway</h1>", { status: 502 }))).toEqual(["(away)"]);
  expect(await heard(new TypeError("Failed to fetch"))).toEqual(["(network)"]);
  expect(await heard(stream('data: {"text":"By "}\n\n'))).toEqual(["By ", "(network)"]);
  expect(await heard(stream('data: {"text":"By "}\n\n', 'data: {"error":{"code":"UPSTREAM_FAILED"}}\n\n'))).toEqual(["By ", "(away)"]);
});

it("finds the link in its address", () => {
  expect(linkOf("/chat/0123456789abcdef", "#cs_secret")).toEqual(LINK);
  expect(linkOf("/chat/0123456789abcdef", "")).toBeNull();
  expect(linkOf("/chat/..", "#cs_secret")).toBeNull();
  expect(linkOf("/chat/0123", "#a b")).toBeNull();
});
