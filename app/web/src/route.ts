import { useSyncExternalStore, type MouseEvent } from "react";

/** Addresses of the page. The server answers all of them with the same index. */
export const TABS = ["coach", "compare", "pairs", "training", "settings"] as const;
export type Tab = (typeof TABS)[number];

/** Parts of the workspace's own screen. */
export const PARTS = ["you", "people", "keys", "webhooks", "log", "teams"] as const;
export type Part = (typeof PARTS)[number];

export type Route =
  | { screen: "start" }
  | { screen: "workspace"; part: Part }
  /** The step after a new agent. */
  | { screen: "topics"; agentId: string }
  /** What it has learned, to show around. */
  | { screen: "report"; agentId: string }
  /** Talking to it, and what programs need to do so. */
  | { screen: "use"; agentId: string }
  | { screen: "agent"; agentId: string; tab: Tab; sessionId: string | null };

export function routeOf(path: string): Route {
  const [first, agentId, tab, sessionId] = path.split("/").filter(Boolean).map(decodeURIComponent);
  if (first === "workspace") return { screen: "workspace", part: PARTS.find((name) => name === agentId) ?? "you" };
  if (first !== "agents" || !agentId) return { screen: "start" };
  if (tab === "topics") return { screen: "topics", agentId };
  if (tab === "report" || tab === "use") return { screen: tab, agentId };
  const known = TABS.find((name) => name === tab) ?? "coach";
  return { screen: "agent", agentId, tab: known, sessionId: sessionId ?? null };
}

export function pathTo(agentId: string, tab: Tab = "coach", sessionId?: string): string {
  return ["", "agents", agentId, tab, ...(sessionId ? [sessionId] : [])].map(encodeURIComponent).join("/");
}

export function pathToWorkspace(part: Part): string {
  return `/workspace/${part}`;
}

export function pathToTopics(agentId: string): string {
  return `/agents/${encodeURIComponent(agentId)}/topics`;
}

export function pathToReport(agentId: string): string {
  return `/agents/${encodeURIComponent(agentId)}/report`;
}

export function pathToUse(agentId: string): string {
  return `/agents/${encodeURIComponent(agentId)}/use`;
}

export function go(path: string, replace = false): void {
  if (replace) history.replaceState(null, "", path);
  else history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}

/** Follows a link inside the page; a click that asks for another tab stays the browser's. */
export function follow(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  go(event.currentTarget.pathname);
}

function subscribe(listener: () => void): () => void {
  addEventListener("popstate", listener);
  return () => removeEventListener("popstate", listener);
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}
