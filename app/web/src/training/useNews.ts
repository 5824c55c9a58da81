import { useEffect, useRef, useSyncExternalStore } from "react";
import { say } from "../language/say";
import { tell } from "./notice";
import { isActive, share, type Progress } from "./progress";

/** The training that ended while nobody looked, until somebody looks. */
let unseen: string | null = null;
const listeners = new Set<() => void>();

function setUnseen(runId: string | null): void {
  unseen = runId;
  listeners.forEach((listener) => listener());
}

function look(): void {
  if (!document.hidden) setUnseen(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  document.addEventListener("visibilitychange", look);
  return () => {
    listeners.delete(listener);
    document.removeEventListener("visibilitychange", look);
  };
}

/**
 * What the tab's title begins with: how far a training is, and, for those who looked elsewhere when it ended, that it is
 * over. The browser's own notification says the same where it was asked for.
 */
export function useNews(run: Progress | null): string {
  const followed = useRef<string | null>(null);
  const isNews = useSyncExternalStore(subscribe, () => unseen !== null && unseen === run?.id);
  const active = run !== null && isActive(run);

  useEffect(() => {
    if (!run) return;
    if (active) followed.current = run.id;
    else if (followed.current === run.id) {
      followed.current = null;
      if (!document.hidden) return;
      setUnseen(run.id);
      tell(sentenceOf(run), run.id);
    }
  }, [run, active]);

  if (active) return `${say.training.tab(Math.round(share(run) * 100))} · `;
  return isNews ? `${say.training.tabOver} · ` : "";
}

function sentenceOf({ status, agent }: Progress): string {
  const words = say.training.ended;
  return status in words ? words[status as keyof typeof words](agent.name) : "";
}
