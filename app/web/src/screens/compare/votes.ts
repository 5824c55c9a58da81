export type Choice = "a" | "b" | "tie";
export type Tally = Record<Choice, number>;

/** Votes are this person's notes: they stay in this browser, for each pair of versions. */
export function tally(agentId: string, left: number, right: number, store: Pick<Storage, "getItem"> = localStorage): Tally {
  const none = { a: 0, b: 0, tie: 0 };
  try {
    const kept = JSON.parse(store.getItem(name(agentId, left, right)) ?? "{}") as Partial<Tally>;
    const votes = { ...none, ...kept };
    return left <= right ? votes : swapped(votes);
  } catch {
    return none;
  }
}

export function vote(agentId: string, left: number, right: number, choice: Choice, store: Storage = localStorage): Tally {
  const now = tally(agentId, left, right, store);
  const next = { ...now, [choice]: now[choice] + 1 };
  try {
    store.setItem(name(agentId, left, right), JSON.stringify(left <= right ? next : swapped(next)));
  } catch {
    // A full or forbidden store: the count is on the screen until the page is left.
  }
  return next;
}

/** The same two versions with sides changed are the same comparison. */
function name(agentId: string, left: number, right: number): string {
  return `votes:${agentId}:${Math.min(left, right)}:${Math.max(left, right)}`;
}

function swapped({ a, b, tie }: Tally): Tally {
  return { a: b, b: a, tie };
}
