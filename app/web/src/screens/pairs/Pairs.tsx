import { lazy, Suspense, useCallback, useState } from "react";
import { Lacking } from "../../access/Guarded";
import { useMay } from "../../access/viewer";
import { useReadiness } from "../../training/useReadiness";
import type { AgentFrame } from "../../agent/frame";
import { follow, pathTo } from "../../route";
import { ProblemNote } from "../../components/ProblemNote";
import { say } from "../../language/say";
import { CoverageMap } from "./CoverageMap";
import { FilterBar } from "./FilterBar";
import { PairCard } from "./PairCard";
import { Proposals } from "./Proposals";
import { removeLater } from "./removal";
import { ALL, usePairs, type Filters } from "./usePairs";
import "./pairs.css";

const ImportPairs = lazy(() => import("./ImportPairs"));
const Materials = lazy(() => import("./Materials"));
const ExportPairs = lazy(() => import("./ExportPairs"));

interface Props {
  agent: AgentFrame;
  onChange: () => void;
  onTraining: (runId: string | null) => void;
}

export default function Pairs({ agent, onChange, onTraining }: Props) {
  const mayTeach = useMay("COACH");
  const [filters, setFilters] = useState<Filters>(ALL);
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<"import" | "export" | "material" | null>(null);
  const [round, setRound] = useState(0);
  const { rows, hasMore, isLoading, problem, more, replace, reload } = usePairs(agent.id, filters);
  const readiness = useReadiness(agent);
  const isEmpty = agent.stats.pairCount === 0 && rows.length === 0 && !isLoading && filters === ALL;
  const shown = rows.filter(({ id }) => !removed.has(id));

  const remove = useCallback(
    (id: string) => {
      setRemoved((now) => new Set([...now, id]));
      removeLater(id, {
        undone: () => setRemoved((now) => new Set([...now].filter((other) => other !== id))),
        done: onChange,
      });
    },
    [onChange],
  );

  return (
    <div className="page">
      <div className="row">
        <h1 className="grow">{say.pairs.title}</h1>
        <span className="muted number">{say.pairs.inAll(agent.stats.pairCount)}</span>
        {mayTeach && (
          <>
            <button type="button" className="button plain" onClick={() => setDialog("material")}>{say.pairs.material}</button>
            <button type="button" className="button plain" onClick={() => setDialog("import")}>{say.pairs.import}</button>
            {agent.stats.pairCount > 0 && (
              <button type="button" className="button plain" onClick={() => setDialog("export")}>{say.pairs.export}</button>
            )}
          </>
        )}
      </div>
      <Lacking needs="COACH" what={say.pairs.needs} />
      <CoverageMap agentId={agent.id} pairCount={agent.stats.pairCount} filters={filters} onFilter={setFilters} />
      {mayTeach && <Proposals agentId={agent.id} round={round}
        onConfirmed={(runId) => {
          reload();
          onTraining(runId);
        }}
      />}
      {!isEmpty && <FilterBar filters={filters} onChange={setFilters} />}
      <ProblemNote of={problem} retry={more} />
      <p role="status" className={shown.length > 0 ? "hidden" : "muted"}>
        {isLoading ? say.shared.looking : shown.length > 0 ? say.pairs.shown(shown.length) : filters === ALL ? say.pairs.none : say.pairs.noneFits}
      </p>
      {isEmpty && mayTeach && (
        <p className="row">
          <a className="button primary" href={pathTo(agent.id)} onClick={follow}>{say.training.links.coach}</a>
          <button type="button" className="button plain" onClick={() => setDialog("import")}>{say.pairs.bring}</button>
        </p>
      )}
      <ul className="stack">
        {shown.map((row) => (
          <li key={row.id}>
            <PairCard row={row} readiness={readiness.get(row.id)} mayChange={mayTeach} onChanged={replace} onRemove={remove} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <button type="button" className="button plain more" disabled={isLoading} onClick={more}>{say.shared.showMore}</button>
      )}
      <Suspense fallback={null}>
        {dialog === "material" && (
          <Materials agentId={agent.id} onClose={() => setDialog(null)} onChange={() => setRound((now) => now + 1)} />
        )}
        {dialog === "export" && <ExportPairs slug={agent.slug} onClose={() => setDialog(null)} />}
        {dialog === "import" && (
          <ImportPairs agentId={agent.id} onClose={() => setDialog(null)}
            onDone={(runId) => {
              reload();
              onTraining(runId);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
