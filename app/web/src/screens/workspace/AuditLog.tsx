import { useCallback, useEffect, useState } from "react";
import { useQuery } from "../../api/useQuery";
import { ask } from "../../api/client";
import { asFailure, type Failure } from "../../api/failures";
import { say } from "../../language/say";
import { day, keysOf } from "../../words";
import { ACTORS, LOG, type Action, type Entry } from "./documents";
import { actionPath, actorName, memberName } from "./words";
import { ProblemNote } from "../../components/ProblemNote";
import "../../components/table.css";

interface Filters {
  actor: string | null;
  action: Action | null;
}

interface State {
  rows: Entry[];
  after: string | null;
  hasMore: boolean;
  isLoading: boolean;
  problem: Failure | null;
}

const EMPTY: State = { rows: [], after: null, hasMore: false, isLoading: true, problem: null };

/** Who did what when. */
export default function AuditLog() {
  const [filters, setFilters] = useState<Filters>({ actor: null, action: null });
  const { rows, hasMore, isLoading, problem, more } = useLog(filters);
  const [{ data }] = useQuery({ query: ACTORS, requestPolicy: "network-only" });
  const agents = new Map(data?.agents.edges.map(({ node }) => [node.id, node.name]));

  function about(agentId: string | null): string {
    if (agentId === null) return "";
    return agents.get(agentId) ?? say.audit.deletedAgent;
  }

  return (
    <section className="card stack" aria-labelledby="log">
      <div className="row">
        <h2 id="log" className="grow">{say.workspace.parts.log}</h2>
        <a className="button plain slim" download href={exportPath("csv", filters)}>{say.audit.exportAs("CSV")}</a>
        <a className="button plain slim" download href={exportPath("jsonl", filters)}>{say.audit.exportAs("JSONL")}</a>
      </div>
      <p className="muted">{say.audit.about}</p>
      <div className="row">
        <select className="input" aria-label={say.audit.who} value={filters.actor ?? ""}
          onChange={(event) => setFilters({ ...filters, actor: event.target.value || null })}>
          <option value="">{say.audit.everyone}</option>
          {data?.members.edges.map(({ node }) => <option key={node.id} value={node.subject}>{memberName(node)}</option>)}
          {data?.apiKeys.edges.map(({ node }) => (
            <option key={node.id} value={`key:${node.prefix.replace("ck_", "")}`}>{say.workspace.isKey(node.name)}</option>
          ))}
          <option value="automatic">{say.workspace.itself}</option>
        </select>
        <select className="input" aria-label={say.audit.what} value={filters.action ?? ""}
          onChange={(event) => setFilters({ ...filters, action: (event.target.value || null) as Action | null })}>
          <option value="">{say.audit.everything}</option>
          {keysOf(say.audit.actions).map((action) => <option key={action} value={action}>{say.audit.actions[action]}</option>)}
        </select>
      </div>
      <ProblemNote of={problem} retry={more} />
      <p role="status" className={rows.length > 0 ? "hidden" : "muted"}>
        {isLoading ? say.shared.looking : rows.length === 0 ? say.audit.nothing : say.audit.shown(rows.length)}
      </p>
      {rows.length > 0 && (
        <div className="table-scroll" role="region" aria-label={say.audit.entries} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say.audit.when}</th>
                <th scope="col">{say.audit.who}</th>
                <th scope="col">{say.audit.what}</th>
                <th scope="col">{say.audit.agent}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((entry) => (
                <tr key={entry.id}>
                  <td className="number muted log-time"><time dateTime={entry.at}>{day(entry.at)}</time></td>
                  <td>{actorName(entry)}</td>
                  <td>{say.audit.actions[entry.action]}</td>
                  <td className="muted">{about(entry.agentId)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasMore && <button type="button" className="button plain more" disabled={isLoading} onClick={more}>{say.shared.showMore}</button>}
    </section>
  );
}

function exportPath(format: "csv" | "jsonl", { actor, action }: Filters): string {
  const parameters = new URLSearchParams({ format });
  if (actor) parameters.set("actor", actor);
  if (action) parameters.set("action", actionPath(action));
  return `/audit/export?${parameters}`;
}

/** The entries that fit, page by page, the newest first. */
function useLog(filters: Filters) {
  const [state, setState] = useState(EMPTY);

  const load = useCallback(
    async (after: string | null, isWanted: () => boolean) => {
      setState((now) => ({ ...now, isLoading: true, problem: null }));
      try {
        const { auditLog } = await ask(LOG, { ...filters, after });
        if (!isWanted()) return;
        const { hasNextPage: hasMore, endCursor } = auditLog.pageInfo;
        const page = auditLog.edges.map(({ node }) => node);
        setState((now) => ({
          rows: after === null ? page : [...now.rows, ...page], after: endCursor, hasMore, isLoading: false, problem: null,
        }));
      } catch (error) {
        if (isWanted()) setState((now) => ({ ...now, isLoading: false, problem: asFailure(error) }));
      }
    },
    [filters],
  );

  useEffect(() => {
    let isWanted = true;
    // Not within the effect itself: what it sets would be drawn twice.
    queueMicrotask(() => void load(null, () => isWanted));
    return () => {
      isWanted = false;
    };
  }, [load]);

  return { ...state, more: () => void load(state.after, () => true) };
}
