import { useSyncExternalStore } from "react";

/** Where people sign on with an account of their company; null where this installation has no such way. */
export interface SignOn {
  name: string;
  path: string;
}

let signOn: SignOn | null = null;
let isSignedOut = false;
const listeners = new Set<() => void>();

function change(apply: () => void): void {
  apply();
  listeners.forEach((listener) => listener());
}

/** By every answer of the server: a session may end while the page is open. */
export function signedOut(is: boolean): void {
  if (is !== isSignedOut) change(() => (isSignedOut = is));
}

/** Asked as the page loads, so that the first message about being signed out knows the way in. */
async function look(): Promise<void> {
  try {
    const answer = await fetch("/login/options");
    const { oidc } = (await answer.json()) as { oidc: SignOn | null };
    change(() => (signOn = oidc));
  } catch {
    // Unreachable: the page says so itself, and a reload asks again.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSignedOut(): boolean {
  return useSyncExternalStore(subscribe, () => isSignedOut);
}

/** Where this installation has a way to sign on with an account of the company. */
export function useSignOn(): SignOn | null {
  return useSyncExternalStore(subscribe, () => signOn);
}

void look();
