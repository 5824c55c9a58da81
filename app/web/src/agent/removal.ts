import { useSyncExternalStore } from "react";
import { send } from "../api/client";
import { asFailure } from "../api/failures";
import { graphql } from "../api/graphql";
import { toast } from "../components/Toasts";
import { say } from "../language/say";
import { go, pathTo } from "../route";

const DELETE = graphql(`
  mutation DeleteAgent($agentId: ID!) {
    deleteAgent(input: { agentId: $agentId }) {
      __typename
      ... on AgentDeleted {
        agent {
          id
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

/** So long it can be taken back; then nothing can. */
const UNDO_WITHIN_MS = 10_000;

/** Deleted as the page was left: the next one may be quicker with its list than the server with the deletion. */
const LEFT_WITH = "deleted";

let leaving: ReadonlySet<string> = new Set(leftWith());
const listeners = new Set<() => void>();

function set(change: (ids: Set<string>) => void): void {
  const next = new Set(leaving);
  change(next);
  leaving = next;
  listeners.forEach((listener) => listener());
}

function leftWith(): string[] {
  try {
    const ids = sessionStorage.getItem(LEFT_WITH)?.split(" ") ?? [];
    sessionStorage.removeItem(LEFT_WITH);
    return ids;
  } catch {
    return []; // browsers may refuse to store anything
  }
}

function rememberToHide(): void {
  try {
    sessionStorage.setItem(LEFT_WITH, [...leaving].join(" "));
  } catch {
    // Then the next list may still show it.
  }
}

/** Ids of agents that are about to be deleted: lists leave them out. */
export function useLeaving(): ReadonlySet<string> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => leaving,
  );
}

/** Hides the agent at once and deletes it a little later, or as the page is left. */
export function removeAgent({ id, name }: { id: string; name: string }): void {
  async function remove() {
    end();
    try {
      await send(DELETE, { agentId: id });
    } catch (error) {
      set((ids) => ids.delete(id));
      toast({ id, text: say.settings.notDeleted(name, asFailure(error).message) });
    }
  }
  function undo() {
    end();
    set((ids) => ids.delete(id));
    close();
    go(pathTo(id, "settings"));
  }
  function leave() {
    rememberToHide();
    void remove();
  }
  const timer = setTimeout(() => void remove(), UNDO_WITHIN_MS);
  function end() {
    clearTimeout(timer);
    removeEventListener("pagehide", leave);
  }
  addEventListener("pagehide", leave);
  set((ids) => ids.add(id));
  const close = toast({ id, text: say.settings.deletedSoon(name), action: { label: say.shared.undo, run: undo } }, UNDO_WITHIN_MS);
  go("/");
}
