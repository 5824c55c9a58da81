import { useSyncExternalStore } from "react";

/** Whether this person wants the browser to tell them when a training ends; asked for by a click, never at load. */
export type Wish = "off" | "on" | "denied";

const STORED_AS = "tell-when-it-ends";
const listeners = new Set<() => void>();

export function canTell(): boolean {
  return "Notification" in window;
}

function wish(): Wish {
  if (!canTell()) return "off";
  if (Notification.permission === "denied") return "denied";
  try {
    return Notification.permission === "granted" && localStorage.getItem(STORED_AS) === "on" ? "on" : "off";
  } catch {
    return "off";
  }
}

/** Asks the browser, which asks the person. Only from a click: browsers refuse it elsewhere, and so do people. */
export async function wantToldOf(wanted: boolean): Promise<void> {
  if (wanted && Notification.permission === "default") await Notification.requestPermission();
  try {
    localStorage.setItem(STORED_AS, wanted ? "on" : "off");
  } catch {
    // Nothing can be stored here: then nobody is told.
  }
  listeners.forEach((listener) => listener());
}

export function useWish(): Wish {
  return useSyncExternalStore(subscribe, wish);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A click on it brings the page back. `about` makes the same news of several tabs one. */
export function tell(sentence: string, about: string): void {
  if (wish() !== "on") return;
  try {
    const notice = new Notification("Coachable", { body: sentence, tag: about, icon: "/icon.svg" });
    notice.onclick = () => {
      window.focus();
      notice.close();
    };
  } catch {
    // Some phones let only service workers notify; the title of the tab says it anyway.
  }
}
