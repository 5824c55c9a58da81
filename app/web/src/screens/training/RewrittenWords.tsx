import { lazy, Suspense, useState } from "react";
import { useQuery } from "../../api/useQuery";
import { say } from "../../language/say";
import { graphql, type ResultOf } from "../../api/graphql";

const RewrittenChart = lazy(() => import("./RewrittenChart"));

const REWRITTEN = graphql(`
  query RewrittenWords($agentId: ID!, $by: EditedShareBy!) {
    agent(id: $agentId) {
      id
      editedShare(by: $by) {
        label
        share
        pairs
      }
    }
  }
`);

export type Share = ResultOf<typeof REWRITTEN>["agent"]["editedShare"][number];

/** The number that shows the agent learning: how much of its drafts people rewrite. */
export function RewrittenWords({ agentId }: { agentId: string }) {
  const [by, setBy] = useState<"WEEK" | "VERSION">("VERSION");
  const [{ data }] = useQuery({ query: REWRITTEN, variables: { agentId, by } });
  const shares = data?.agent.editedShare ?? [];
  if (shares.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="rewritten">
      <div className="row">
        <h2 id="rewritten" className="grow">{say.training.rewritten}</h2>
        <select className="input" aria-label={say.training.onePoint} value={by} onChange={(event) => setBy(event.target.value as typeof by)}>
          <option value="VERSION">{say.training.byVersion}</option>
          <option value="WEEK">{say.training.byWeek}</option>
        </select>
      </div>
      <div className="card">
        <Suspense fallback={<p className="muted" role="status">{say.shared.loading}</p>}>
          <RewrittenChart shares={shares} />
        </Suspense>
      </div>
    </section>
  );
}
