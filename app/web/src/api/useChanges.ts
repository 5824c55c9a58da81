import { useEffect, useRef } from "react";
import { ask } from "./client";
import { isReconnecting, onConnection } from "./connection";
import { asFailure } from "./failures";
import { follow } from "./follow";
import { graphql, type ResultOf } from "./graphql";

const NEWEST = graphql(`
  query NewestChange {
    viewer {
      lastEventCursor
    }
  }
`);
const CHANGES = graphql(`
  subscription Changes($agentId: ID!, $after: String) {
    agentEvents(agentId: $agentId, after: $after) {
      __typename
      cursor
      ... on RunChangedEvent {
        runId
      }
    }
  }
`);

type Change = ResultOf<typeof CHANGES>["agentEvents"];

const LOAD_AGAIN_MS = 2_000;
/** Changes come several at once; what is shown is read once for all of them. */
const TOGETHER_MS = 250;

/**
 * Calls `changed` soon after something of the agent has changed that `matters`. Also once it listens, for what happened
 * while the page was loading, and once the server is back: what was read while it was away has failed.
 */
export function useChanges(agentId: string, matters: (change: Change) => boolean, changed: () => void): void {
  const latest = useRef({ matters, changed });
  useEffect(() => {
    latest.current = { matters, changed };
  });
  useEffect(() => {
    let stop: () => void = () => undefined;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function soon() {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (!isReconnecting()) latest.current.changed();
      }, TOGETHER_MS);
    }

    async function listen() {
      try {
        const { viewer } = await ask(NEWEST, {});
        if (stopped) return;
        stop = follow(CHANGES, { agentId, after: viewer.lastEventCursor }, {
          event: (change) => {
            if (latest.current.matters(change)) soon();
          },
        });
        soon();
      } catch (error) {
        if (stopped || !asFailure(error).canRetry) return;
        const again = setTimeout(() => void listen(), LOAD_AGAIN_MS);
        stop = () => clearTimeout(again);
      }
    }

    void listen();
    const off = onConnection(() => {
      if (!isReconnecting()) soon();
    });
    return () => {
      stopped = true;
      off();
      clearTimeout(timer);
      stop();
    };
  }, [agentId]);
}
