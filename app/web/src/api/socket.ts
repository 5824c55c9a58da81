import { createClient } from "graphql-ws";
import { signedOut } from "./signIn";

const PING_EVERY_MS = 12_000;
const PONG_WITHIN_MS = 5_000;
const FORBIDDEN = 4403;

/**
 * One socket for all subscriptions. It never retries: `follow` subscribes again from its last cursor, also after the
 * close codes that graphql-ws takes for fatal. A server that vanished without a word is noticed by its missing pong.
 */
let isOpen = false;
let waiting: ReturnType<typeof setTimeout> | undefined;

export const socket = createClient({
  url: () => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`,
  retryAttempts: 0,
  lazyCloseTimeout: 3_000,
  keepAlive: PING_EVERY_MS,
  connectionAckWaitTimeout: 10_000,
  on: {
    ping: (received) => {
      if (!received) waiting = setTimeout(() => socket.terminate(), PONG_WITHIN_MS);
    },
    pong: (received) => {
      if (received) clearTimeout(waiting);
    },
    connected: () => {
      isOpen = true;
      signedOut(false);
    },
    closed: (event) => {
      isOpen = false;
      if (event instanceof CloseEvent && event.code === FORBIDDEN) signedOut(true);
      clearTimeout(waiting);
    },
  },
});

/** Whether a subscription that starts now flows at once. */
export function isConnected(): boolean {
  return isOpen;
}
