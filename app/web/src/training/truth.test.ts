import { describe, expect, it } from "vitest";
import { readinessSentence, type ReadinessState } from "./readiness";
import { truthSentence } from "./truth";

function sentence(...states: ReadinessState[]): string {
  return readinessSentence(states);
}

describe("the readiness of taught answers", () => {
  it("is summed up in one sentence", () => {
    expect(sentence()).toBe("");
    expect(sentence("TAUGHT")).toBe("Your only taught answer is given word for word.");
    expect(sentence("WRITTEN")).toBe("Your only taught answer comes out right in its own words.");
    expect(sentence("TAUGHT", "TAUGHT")).toBe("All 2 taught answers are given word for word.");
    expect(sentence(...Array<ReadinessState>(12).fill("WRITTEN"))).toBe("All 12 taught answers come out right in its own words.");
    expect(sentence("TAUGHT", "LEFT_OUT", "TAUGHT")).toBe(
      "Of 3 taught answers, 2 are given word for word and 1 is left out because of findings.",
    );
    expect(sentence("WRITTEN", "TAUGHT", "LEFT_OUT", "LEFT_OUT")).toBe(
      "Of 4 taught answers, 1 comes out right in its own words, 1 is given word for word and 2 are left out because of findings.",
    );
  });
});

describe("what the tries of a version showed", () => {
  it("says what was false, or that nothing was", () => {
    const fine = { tries: 20, right: 20, invented: 0, against: 0, degenerate: 0 };
    expect(truthSentence(fine)).toBe("20 of 20 tries right, none false.");
    expect(truthSentence({ ...fine, right: 17, invented: 1, against: 2 })).toBe(
      "17 of 20 tries right, 1 with an invented fact, 2 against your answers.",
    );
    expect(truthSentence({ ...fine, right: 19, degenerate: 1 })).toBe("19 of 20 tries right, none false, 1 repeating, cut or empty.");
    expect(truthSentence({ ...fine, tries: 1, right: 1 })).toBe("1 of 1 try right, none false.");
    expect(truthSentence({ ...fine, tries: 0 })).toBe("");
  });
});
