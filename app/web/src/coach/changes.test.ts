import { describe, expect, it } from "vitest";
import { changesOf } from "./changes";

describe("what was changed in a draft", () => {
  it("is told word by word, as the server does", () => {
    expect(changesOf("Open the Team page.\n", "Open the Users page now.")).toEqual([
      { change: "KEPT", text: "Open the" },
      { change: "REMOVED", text: "Team page." },
      { change: "ADDED", text: "Users page now." },
    ]);
    expect(changesOf("As it is.", "As it  is.")).toEqual([{ change: "KEPT", text: "As it is." }]);
  });
});
