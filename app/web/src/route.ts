import { useSyncExternalStore, type MouseEvent } from "react";

/** Addresses of the page. The server answers all of them with the same index. */
export const TABS = ["coach", "compare", "pairs", "training", "settings"] as const;
export type Tab = (typeof TABS)[number];

export type Route =
  | { screen: "start" }
  /** The step after a new agent. */
  | { screen: "topics"; agentId: string }
  | { screen: "agent"; agentId: string; tab: Tab; sessionId: string | null };

export function routeOf(path: string): Route {
  const [first, agentId, tab, sessionId] = path.split("/").filter(Boolean).map(decodeURIComponent);
  if (first !== "agents" || !agentId) return { screen: "start" };
  if (tab === "topics") return { screen: "topics", agentId };
  const known = TABS.find((name) => name === tab) ?? "coach";
  return { screen: "agent", agentId, tab: known, sessionId: sessionId ?? null };
}

export function pathTo(agentId: string, tab: Tab = "coach", sessionId?: string): string {
  return ["", "agents", agentId, tab, ...(sessionId ? [sessionId] : [])].map(encodeURIComponent).join("/");
}

export function pathToTopics(agentId: string): string {
  return `/agents/${encodeURIComponent(agentId)}/topics`;
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
