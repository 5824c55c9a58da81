import { describe, expect, it } from "vitest";
import type { Source, Unfounded } from "./events";
import { partsLeft, pieces } from "./parts";
import { basisOf, nameOfSource } from "./words";

const PAGE: Source = { kind: "PAGE", title: "Prices", text: "A day costs €15.", pairId: null, materialId: "m" };
const TAUGHT: Source = { kind: "TAUGHT", title: "How much is a day?", text: "€15.", pairId: "p", materialId: null };

describe("the basis of a reply", () => {
  it("is told in plain words", () => {
    expect(basisOf({ basis: "TAUGHT", sources: [TAUGHT] })).toBe("Your answer, word for word");
    expect(basisOf({ basis: "WRITTEN", sources: [TAUGHT, PAGE] })).toBe("In its own words, from 2 sources");
    expect(basisOf({ basis: "WRITTEN", sources: [PAGE] })).toBe("In its own words, from 1 source");
    expect(basisOf({ basis: "WRITTEN", sources: [] })).toBe("In its own words, from no source");
    expect(basisOf({ basis: "UNSURE", sources: [] })).toBe("Not sure: it passes the question on");
    expect(basisOf({ basis: "UNSURE", sources: [TAUGHT] })).toMatch(/ and offers your nearest answer$/);
    expect(basisOf({ basis: "UNSURE", sources: [TAUGHT, TAUGHT] })).toMatch(/your 2 nearest answers$/);
    expect(basisOf({ basis: "UNSURE", sources: [PAGE] })).toMatch(/the nearest it has$/);
  });

  it("names each source", () => {
    expect(nameOfSource(TAUGHT)).toBe("Your answer to “How much is a day?”");
    expect(nameOfSource(PAGE)).toBe("Your page “Prices”");
    expect(nameOfSource({ kind: "CUSTOMER", title: "" })).toBe("What the customer wrote");
  });
});

function part(draft: string, text: string): Unfounded {
  const start = draft.indexOf(text);
  return { text, start, end: start + text.length };
}

function left(draft: string, text: string, ...of: Unfounded[]): string[] {
  return partsLeft(draft, of, text).map(({ start, end }) => text.slice(start, end));
}

describe("what nobody taught in a draft", () => {
  const draft = "A day costs €15, the deposit is €50 and you get it back on Monday.";
  const parts = [part(draft, "€50"), part(draft, "Monday")];

  it("stays marked where it stands", () => {
    expect(partsLeft(draft, parts, draft)).toEqual(parts.map(({ start, end }) => ({ start, end })));
    expect(pieces("a €50 b", [{ start: 2, end: 5 }])).toEqual([
      { text: "a ", isMarked: false }, { text: "€50", isMarked: true }, { text: " b", isMarked: false },
    ]);
  });

  it("moves with what is typed before it", () => {
    expect(left(draft, `Hello! ${draft}`, ...parts)).toEqual(["€50", "Monday"]);
    expect(left(draft, draft.replace("A day", "One day").replace("back", "returned"), ...parts)).toEqual(["€50", "Monday"]);
  });

  it("is gone once it was changed", () => {
    expect(left(draft, draft.replace("€50", "€40"), ...parts)).toEqual(["Monday"]);
    expect(left(draft, draft.replace("Monday", "Friday"), ...parts)).toEqual(["€50"]);
    expect(left(draft, "", ...parts)).toEqual([]);
  });

  it("is found by its place, not by its first appearance", () => {
    const twice = "Bring 2 towels and 2 keys.";
    const at = twice.lastIndexOf("2");
    expect(partsLeft(twice, [{ text: "2", start: at, end: at + 1 }], twice)).toEqual([{ start: at, end: at + 1 }]);
  });

  it("is counted in characters by the server", () => {
    const text = "🚲 costs €15.";
    const start = Array.from(text).indexOf("€");
    expect(left(text, text, { text: "€15", start, end: start + 3 })).toEqual(["€15"]);
  });
});
