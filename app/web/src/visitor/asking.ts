/** What a share link opens: its agent's name, and answers. The secret goes along in a header, never in an address. */
export interface Link {
  prefix: string;
  secret: string;
}

export interface Said {
  role: "user" | "assistant";
  content: string;
}

export interface About {
  name: string;
  /** Of the answers; empty: unknown. */
  language: string;
}

/** Why there is no answer. `over`: there will be none by this link. */
export type Why = "over" | "away" | "often" | "long" | "network";

export class Refused extends Error {
  constructor(readonly why: Why) {
    super(why);
  }
}

interface Event {
  text?: string;
  done?: boolean;
  error?: { code: string };
}

const WHY: Record<string, Why> = { UNAUTHORIZED: "over", FORBIDDEN: "over", RATE_LIMITED: "often", INVALID_INPUT: "long" };

/** Of the page's address, `/chat/PREFIX#SECRET`; null: it is none. */
export function linkOf(path: string, hash: string): Link | null {
  const prefix = /^\/chat\/([0-9a-f]+)$/.exec(path)?.[1];
  const secret = hash.slice(1);
  return prefix && /^[\w-]+$/.test(secret) ? { prefix, secret } : null;
}

/** Throws Refused. */
export async function about(link: Link): Promise<About> {
  return (await (await sent(link, {})).json()) as About;
}

/** The answer, piece by piece. Throws Refused; what came before it counts for nothing. */
export async function* ask(link: Link, messages: readonly Said[], signal: AbortSignal): AsyncGenerator<string> {
  const answer = await sent(link, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ messages, stream: true }),
    signal,
  });
  for await (const line of lines(answer)) {
    const event = JSON.parse(line.slice("data: ".length)) as Event;
    if (event.error) throw new Refused(WHY[event.error.code] ?? "away");
    if (event.done) return;
    if (event.text) yield event.text;
  }
  throw new Refused("network"); // it ended before the answer did
}

async function sent({ prefix, secret }: Link, { headers, ...init }: RequestInit): Promise<Response> {
  const answer = await reached(() =>
    fetch(`/share/${prefix}/chat`, {
      ...init,
      headers: { ...(headers as Record<string, string>), Authorization: `Bearer ${secret}` },
      credentials: "omit",
      cache: "no-store",
    }),
  );
  if (answer.ok) return answer;
  throw new Refused(WHY[await codeOf(answer)] ?? "away");
}

async function codeOf(answer: Response): Promise<string> {
  try {
    return ((await answer.json()) as { error: { code: string } }).error.code;
  } catch {
    return answer.status === 413 ? "INVALID_INPUT" : ""; // of a proxy, or of a body that was not even read
  }
}

async function* lines(answer: Response): AsyncGenerator<string> {
  if (!answer.body) return;
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reached(() => reader.read());
    if (done) return;
    const parts = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}

/** Throws Refused where the network does not do it; a wish to stop stays what it is. */
async function reached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused("network");
  }
}
