import { expect, it } from "vitest";
import { findingsOf } from "./findings";

it("turns whatever the checks wrote into sentences", () => {
  expect(findingsOf({ findings: [{ code: "ECHO", message: "Repeats the question." }, { code: "SECRET" }, "Plain", 7] })).toEqual([
    "Repeats the question.", "SECRET", "Plain", "A check found something.",
  ]);
  expect(findingsOf({ findings: null })).toEqual([]);
});
