import { describe, expect, it } from "vitest";
import type { BaseModel } from "./documents";
import { factsOf, fetchedOf, noteOf } from "./words";

const MODEL: BaseModel = {
  id: "qwen3-0.6b",
  title: "Qwen3 0.6B",
  licence: "Apache-2.0",
  parameters: 596_049_920,
  size: 1_515_000_000,
  gated: false,
  isDefault: false,
  isStarter: false,
  notice: null,
  fit: "NOW",
  fitReason: "Trains and is served with 8 GiB.",
  state: "HERE",
  sentence: "Qwen3 0.6B is here.",
  bytesDone: null,
  bytesTotal: null,
  problem: null,
};

describe("a base model", () => {
  it("is told by its size, licence and fit", () => {
    expect(factsOf(MODEL)).toBe("596M · 1.5 GB · Apache-2.0 · runs here");
    expect(factsOf({ ...MODEL, isDefault: true, parameters: 8.19e9, fit: "FOUR_BITS", state: "NOT_HERE" })).toBe(
      "the default · 8.2B · 1.5 GB · Apache-2.0 · runs here with 4 bits · not here yet",
    );
    expect(factsOf({ ...MODEL, parameters: 106_000, size: 0, licence: "", fit: "NO", state: "GONE" })).toBe(
      "too large for this machine · gone",
    );
  });

  it("says what to know before it is chosen", () => {
    expect(noteOf(MODEL)).toBe("");
    expect(noteOf({ ...MODEL, state: "NOT_HERE", gated: true, sentence: "Qwen3 0.6B is not here." })).toBe(
      "Qwen3 0.6B is not here. It is fetched as soon as it is chosen. Its makers give it only to who has agreed to their terms.",
    );
    expect(noteOf({ ...MODEL, fit: "FOUR_BITS", fitReason: "Needs 4 bits.", problem: "It can't be served." })).toBe(
      "Needs 4 bits. It can't be served.",
    );
  });

  it("is fetched", () => {
    expect(fetchedOf(MODEL)).toBeNull();
    expect(fetchedOf({ bytesDone: 0, bytesTotal: 0 })).toBe(0);
    expect(fetchedOf({ bytesDone: 1, bytesTotal: 4 })).toBe(0.25);
  });
});
