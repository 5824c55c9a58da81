import { describe, expect, it } from "vitest";
import { flip, linesOf, namesIn, switched, unchanged, withChange, withNames } from "./list";
import { frequencyOf, languages, usageOf } from "./words";

const topics = [
  { id: "1", name: "Refunds", isOn: true },
  { id: "2", name: "Lost parcels", isOn: false },
];

describe("a list of topics", () => {
  it("gets the names that were typed, each once", () => {
    expect(namesIn(" Gift cards, gift  cards,,\nReturns；, 返品、送料 ")).toEqual(["Gift cards", "Returns；", "返品", "送料"]);
    expect(namesIn(" , ")).toEqual([]);
    expect(withNames(unchanged(topics), ["Gift cards", "lost parcels"])).toEqual([
      { id: "1", name: "Refunds" },
      { id: "2", name: "Lost parcels", isOn: true },
      { name: "Gift cards" },
    ]);
  });

  it("remembers what was switched, and forgets it when it is switched back", () => {
    expect([...flip(new Set(["1"]), ["2"])]).toEqual(["1", "2"]);
    expect([...flip(new Set(["1", "2"]), ["1"])]).toEqual(["2"]);
  });

  it("is sent back whole, with what was ticked or unticked", () => {
    expect(switched(topics, new Set(["1"]))).toEqual([
      { id: "1", name: "Refunds", isOn: false },
      { id: "2", name: "Lost parcels", isOn: false },
    ]);
  });

  it("changes or loses one topic and leaves the others as they are", () => {
    expect(withChange(topics, "2", { name: "Parcels", weight: 2 })).toEqual([
      { id: "1", name: "Refunds" },
      { id: "2", name: "Parcels", weight: 2 },
    ]);
    expect(withChange(topics, "2", null)).toEqual([{ id: "1", name: "Refunds" }]);
  });

  it("takes questions one a line", () => {
    expect(linesOf(" Where is it? \n\n  Who? ")).toEqual(["Where is it?", "Who?"]);
  });
});

describe("a topic in words", () => {
  it("says how often it comes", () => {
    expect([0.1, 0.5, 1, 1.2, 2, 10].map(frequencyOf)).toEqual([0.5, 0.5, 1, 1, 2, 2]);
  });

  it("says what became of its questions", () => {
    expect(usageOf({ asked: 3, answered: 2, skipped: 1, confidence: 0.8 }).join(", ")).toBe(
      "asked 3 times, 2 answered, 1 skipped, the agent is 80 % sure",
    );
    expect(usageOf({ asked: 0, answered: 0, skipped: 0, confidence: null })).toEqual([]);
  });

  it("offers every language by name, and the agent's own", () => {
    expect(languages("de")).toHaveLength(25);
    expect(languages("de")[0]).toEqual(["ar", "Arabic"]);
    expect(languages("ca")).toContainEqual(["ca", "Catalan"]);
  });
});
