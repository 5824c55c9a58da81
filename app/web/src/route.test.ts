import { expect, it } from "vitest";
import { pathTo, pathToTopics, pathToWorkspace, routeOf } from "./route";

it("reads what it writes, whatever an id holds", () => {
  expect(routeOf(pathTo("QWdl/bnQ=", "coach", "U2Vz=="))).toEqual({
    screen: "agent", agentId: "QWdl/bnQ=", tab: "coach", sessionId: "U2Vz==",
  });
  expect(routeOf(pathToWorkspace("log"))).toEqual({ screen: "workspace", part: "log" });
  expect(routeOf("/workspace/nowhere")).toEqual({ screen: "workspace", part: "you" });
  expect(routeOf(pathToTopics("QWdl/bnQ="))).toEqual({ screen: "topics", agentId: "QWdl/bnQ=" });
});

it("leads unknown addresses to a screen", () => {
  expect(routeOf("/nowhere")).toEqual({ screen: "start" });
  expect(routeOf("/agents/a/nowhere")).toEqual({ screen: "agent", agentId: "a", tab: "coach", sessionId: null });
});
