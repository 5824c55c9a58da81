import { expect, it } from "vitest";
import { covers, lacking, ROLES } from "./viewer";

it("includes the roles below", () => {
  expect(ROLES.map((role) => ROLES.filter((needed) => covers(role, needed)))).toEqual([
    ["VIEWER"],
    ["VIEWER", "COACH"],
    ["VIEWER", "COACH", "TRAINER"],
    ["VIEWER", "COACH", "TRAINER", "ADMIN"],
  ]);
});

it("says who can help", () => {
  expect(lacking("TRAINER", "COACH", "changes this")).toBe("A trainer or above changes this; you are a coach here.");
  expect(lacking("ADMIN", "TRAINER", "deletes agents")).toBe("An admin deletes agents; you are a trainer here.");
});
