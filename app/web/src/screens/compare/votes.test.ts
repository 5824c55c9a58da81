import { expect, it } from "vitest";
import { tally } from "./votes";

it("counts votes for a pair of versions, on whichever side they stand", () => {
  const votes = [{ leftVersion: 0, rightVersion: 3, left: 1, right: 2, ties: 4 }];
  expect(tally(votes, 0, 3)).toEqual({ LEFT: 1, RIGHT: 2, TIE: 4 });
  expect(tally(votes, 3, 0)).toEqual({ LEFT: 2, RIGHT: 1, TIE: 4 });
  expect(tally(votes, 0, 2)).toEqual({ LEFT: 0, RIGHT: 0, TIE: 0 });
});
