import { expect, it } from "vitest";
import { counter } from "./counter";
import { de } from "./de";
import { chat as chatDe } from "./de/chat";
import { embed as embedDe } from "./de/embed";
import { en } from "./en";
import { chat } from "./en/chat";
import { embed } from "./en/embed";
import { es } from "./es";
import { chat as chatEs } from "./es/chat";
import { embed as embedEs } from "./es/embed";
import { wanted } from "./say";

it("takes what was chosen, else what the browser prefers, else English", () => {
  expect(wanted("es", ["de-AT", "en"])).toBe("es");
  expect(wanted(null, ["fr", "de-AT", "en"])).toBe("de");
  expect(wanted("tlh", ["fr"])).toBe("en");
  expect(wanted("constructor", [])).toBe("en");
});

it("counts as each language does", () => {
  expect([0, 1, 2000].map((amount) => counter("en")(amount, "pair", "pairs"))).toEqual(["0 pairs", "1 pair", "2,000 pairs"]);
  expect(counter("de")(2000, "Paar", "Paare")).toBe("2.000 Paare");
});

/** Paths of the sentences that are the same in both languages, functions called with numbers. */
function same(one: unknown, other: unknown, path = ""): string[] {
  if (typeof one === "string") return one === other && /\p{L}{3}/u.test(one) ? [`${path}: ${one}`] : [];
  if (typeof one !== "object" || one === null) return [];
  return Object.entries(one).flatMap(([key, value]) => same(value, (other as Record<string, unknown>)[key], path ? `${path}.${key}` : key));
}

/** Words that both languages write alike. */
const ALIKE = [
  "access.named.", "access.roles.", "access.youAre.", "audit.agent", "chat.title", "embed.chat", "help.control", "material.title", "pairs.material", "share.links", "shared.categories.",
  "training.figures.loss", "training.title", "versions.states.LIVE", "workspace.parts.webhooks",
];

it.each([
  ["German", { ...de, chat: chatDe, embed: embedDe }],
  ["Spanish", { ...es, chat: chatEs, embed: embedEs }],
])("leaves no English sentence in %s", (_, words) => {
  expect(same({ ...en, chat, embed }, words).filter((found) => !ALIKE.some((path) => found.startsWith(path)))).toEqual([]);
});
