import { expect, test } from "vitest";
import { asFailure, Failure, failureOf } from "./failures";

test("a form shows problems beside its fields, and the others below", () => {
  const failure = new Failure("The name is empty.", "INVALID_INPUT", "name", [
    { field: "name", message: "The name is empty." },
    { field: "baseModel", message: "It is too large." },
    { field: null, message: "Something else." },
  ]);
  expect(failure.at("name")).toBe("The name is empty.");
  expect(failure.at("description")).toBeNull();
  expect(failure.besides(["name", "baseModel"])).toBe("Something else.");
  expect(failure.besides(["name"])).toBe("It is too large. Something else.");
});

test("a failure without fields is said as a whole", () => {
  const failure = new Failure("Coachable can't be reached.", "UNREACHABLE");
  expect(failure.at("name")).toBeNull();
  expect(failure.besides(["name"])).toBe("Coachable can't be reached.");
});

test("a document that asks for no list still has the first problem at its field", () => {
  expect(new Failure("Too long.", "INVALID_INPUT", "name").besides(["name"])).toBeNull();
});

test("marks as English what the server said, and nothing that the page says itself", () => {
  expect(failureOf([{ message: "The last admin stays." }]).lang).toBe("en");
  expect(asFailure(new Error("Failed to fetch")).lang).toBe("en");
  expect([failureOf([]), failureOf([{ message: "?", extensions: { code: "UNAUTHORIZED" } }])].map(({ lang }) => lang)).toEqual([undefined, undefined]);
});
