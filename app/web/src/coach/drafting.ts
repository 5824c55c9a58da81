import type { Failure } from "../api/failures";
import { reply } from "../api/reply";
import type { Draft } from "./outbox";

/** A draft in the making. It goes on whether somebody looks at it or not, so that it can be begun ahead. */
export class Drafting {
  text = "";
  draft: Draft | null = null;
  problem: Failure | null = null;
  readonly stop: () => void;
  #look: () => void = () => undefined;

  constructor(
    agentId: string,
    readonly queryId: string,
    /** What was live when it began: a newer version would write another draft. */
    readonly liveVersion: number | null,
  ) {
    this.stop = reply(
      { agentId, queryId },
      {
        text: (text) => this.#becomes({ text }),
        done: (text, version, grounds) => this.#becomes({ text, draft: { text, version, grounds } }),
        failed: (problem) => this.#becomes({ problem }),
      },
    );
  }

  get isBusy(): boolean {
    return this.draft === null && this.problem === null;
  }

  /** Calls back now and at every change. */
  watch(look: () => void): void {
    this.#look = look;
    look();
  }

  #becomes(change: Partial<Pick<Drafting, "text" | "draft" | "problem">>): void {
    Object.assign(this, change);
    this.#look();
  }
}
