import { stringifyDocument, type TypedDocumentNode } from "@urql/core";
import { flows, waits } from "./connection";
import { Failure, failureOf } from "./failures";
import { isConnected, socket } from "./socket";

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;
/** Answers that no later try would change. */
const FINAL = new Set(["NOT_FOUND", "INVALID_INPUT", "UNAUTHORIZED"]);

export interface Following<Event> {
  event: (event: Event) => void;
  /** The server ended the stream: there is nothing more to come. Without it the stream is opened again. */
  ended?: () => void;
  refused?: (failure: Failure) => void;
}

/**
 * Follows a durable stream from `after` on until the returned function is called: over reconnects, restarts of the
 * server, sleep and wake. Each event arrives once and in order.
 */
export function follow<Data extends Record<string, { cursor: string }>, Variables extends { after?: string | null }>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  to: Following<Data[keyof Data]>,
): () => void {
  const stream = {};
  const query = stringifyDocument(document);
  let after = Number(variables.after ?? 0);
  let wait = FIRST_WAIT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let cancel: () => void = () => undefined;
  let stopped = false;

  function open(): void {
    clearTimeout(timer);
    timer = undefined;
    cancel = socket.subscribe<Data>(
      { query, variables: { ...variables, after: String(after) } },
      {
        next: ({ data, errors }) => {
          if (stopped) return;
          if (errors) {
            refuse(failureOf(errors));
            return;
          }
          wait = FIRST_WAIT_MS;
          flows(stream);
          const [event] = Object.values(data ?? {});
          if (event === undefined || Number(event.cursor) <= after) return;
          after = Number(event.cursor);
          to.event(event as Data[keyof Data]);
        },
        error: (reason) => {
          if (stopped) return;
          if (Array.isArray(reason)) refuse(failureOf(reason as { message: string }[]));
          else again();
        },
        complete: () => {
          if (stopped) return;
          if (to.ended) {
            stop();
            to.ended();
          } else again();
        },
      },
    );
    // Another stream has opened the socket meanwhile: nothing more will say that it is there.
    if (isConnected()) flows(stream);
  }

  function again(): void {
    waits(stream);
    // Spread over half the wait, so that the pages of a restarted server don't return at the same moment.
    timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  function refuse(failure: Failure): void {
    if (!FINAL.has(failure.code)) {
      cancel();
      again();
      return;
    }
    stop();
    to.refused?.(failure);
  }

  function wake(): void {
    if (timer !== undefined && window.document.visibilityState === "visible") open();
  }

  function connected(): void {
    if (timer === undefined) flows(stream);
  }

  function stop(): void {
    stopped = true;
    clearTimeout(timer);
    cancel();
    off();
    window.removeEventListener("online", wake);
    window.document.removeEventListener("visibilitychange", wake);
    flows(stream);
  }

  const off = socket.on("connected", connected);
  window.addEventListener("online", wake);
  window.document.addEventListener("visibilitychange", wake);
  open();
  return stop;
}
