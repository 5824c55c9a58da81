import { expect, it } from "vitest";
import { findingsOf, hasFindings } from "./findings";

it("says what was found and not dismissed", () => {
  const echo = { code: "ECHO", severity: "BLOCKING", sentence: "Repeats the question.", dismissed: false } as const;
  const secret = { code: "SECRET", severity: "BLOCKING", sentence: "Holds a key.", dismissed: true } as const;
  expect(findingsOf({ findings: [echo, secret] })).toEqual(["Repeats the question."]);
  expect(hasFindings({ findings: [secret] })).toBe(false);
});
