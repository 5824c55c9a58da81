import { useSyncExternalStore } from "react";
import "./toasts.css";

interface Toast {
  id: string;
  text: string;
  /** What the server adds to it, in English. */
  theirs?: string;
  /** What takes back what is told, where that can be taken back. */
  action?: { label: string; run: () => void };
}

/** Who wants to take something back has to read it, decide and reach the button. */
const SHOWN_MS = { plain: 6_000, withAction: 12_000 };

let toasts: readonly Toast[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  listeners.forEach((listener) => listener());
}

/** Shows a short message under the head of the page; the same id replaces it. Returns how to take it away. */
export function toast(shown: Toast, forMs = shown.action ? SHOWN_MS.withAction : SHOWN_MS.plain): () => void {
  const close = () => set(toasts.filter((other) => other !== shown));
  set([...toasts.filter((other) => other.id !== shown.id), shown]);
  setTimeout(close, forMs);
  return close;
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="status">
      {shown.map(({ id, text, theirs, action }) => (
        <div key={id} className="toast">
          <span>{text}{theirs && <span lang="en"> {theirs}</span>}</span>
          {action && <button type="button" className="button slim" onClick={action.run}>{action.label}</button>}
        </div>
      ))}
    </div>
  );
}
