import { expect, it } from "vitest";
import { tally, vote } from "./votes";

it("counts votes for a pair of versions, on whichever side they stand", () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  } as unknown as Storage;
  vote("agent", 0, 3, "b", store);
  vote("agent", 3, 0, "a", store);
  vote("agent", 0, 3, "tie", store);
  expect(tally("agent", 0, 3, store)).toEqual({ a: 0, b: 2, tie: 1 });
  expect(tally("agent", 3, 0, store)).toEqual({ a: 2, b: 0, tie: 1 });
  expect(tally("agent", 0, 2, store)).toEqual({ a: 0, b: 0, tie: 0 });
});
