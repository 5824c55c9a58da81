import { useEffect, useRef, useState } from "react";
import { useQuery } from "urql";
import { send } from "../../api/client";
import { asFailure } from "../../api/failures";
import { graphql, type ResultOf, type VariablesOf } from "../../api/graphql";
import { LoadProblem } from "../../components/Problem";
import type { AgentFrame } from "../agent/AgentScreen";
import { AgentSettings } from "./AgentSettings";
import { AutoTrainingForm } from "./AutoTrainingForm";
import "./settings.css";

const SETTINGS = graphql(`
  query Settings($id: ID!) {
    agent(id: $id) {
      id
      name
      slug
      description
      systemPrompt
      baseModel
      autoTraining {
        enabled
        pairThreshold
        schedule
        hour
        weekday
        timeZone
        cooldownMinutes
        minNewPairs
        maxRunsPerDay
      }
    }
  }
`);

const UPDATE = graphql(`
  mutation UpdateAutoTraining($input: UpdateAutoTrainingInput!) {
    updateAutoTraining(input: $input) {
      __typename
      ... on AutoTrainingUpdated {
        autoTraining {
          enabled
          pairThreshold
          schedule
          hour
          weekday
          timeZone
          cooldownMinutes
          minNewPairs
          maxRunsPerDay
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export type AgentDetails = ResultOf<typeof SETTINGS>["agent"];
export type AutoTraining = AgentDetails["autoTraining"];
type Changes = Omit<VariablesOf<typeof UPDATE>["input"], "agentId">;
export type Saving = "idle" | "saving" | "saved" | { problem: string };

interface Props {
  agent: AgentFrame;
  onChange: () => void;
  onDeleted: () => void;
}

export default function Settings({ agent, onChange, onDeleted }: Props) {
  const [{ data, error }, reload] = useQuery({ query: SETTINGS, variables: { id: agent.id }, requestPolicy: "network-only" });
  if (error && !data) {
    return <div className="page"><LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} /></div>;
  }
  if (!data) return <p className="page muted" role="status">Loading…</p>;
  return (
    <div className="page settings">
      <h1>Settings</h1>
      <Automatic agentId={agent.id} loaded={data.agent.autoTraining} sentence={agent.autoTraining.next.sentence} onChange={onChange} />
      <AgentSettings agent={data.agent} onChange={onChange} onDeleted={onDeleted} />
    </div>
  );
}

interface AutomaticProps {
  agentId: string;
  loaded: AutoTraining;
  sentence: string;
  onChange: () => void;
}

/** Saves each change at once, one after the other, so that the last one wins. */
function Automatic({ agentId, loaded, sentence, onChange }: AutomaticProps) {
  const [values, setValues] = useState(loaded);
  const [saving, setSaving] = useState<Saving>("idle");
  const queue = useRef(Promise.resolve());
  const saved = useRef(loaded);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function change(changes: Changes) {
    setValues((now) => ({ ...now, ...(changes as Partial<AutoTraining>) }));
    setSaving("saving");
    queue.current = queue.current.then(async () => {
      try {
        const { autoTraining } = await send(UPDATE, { input: { agentId, ...changes } });
        saved.current = autoTraining;
        setSaving("saved");
        onChange();
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setSaving("idle"), 3000);
      } catch (error) {
        setValues(saved.current);
        setSaving({ problem: asFailure(error).message });
      }
    });
  }

  return (
    <section className="card stack" aria-labelledby="automatic">
      <div className="row">
        <h2 id="automatic" className="grow">When it trains</h2>
        <span role="status" className="small muted">
          {saving === "saving" && "Saving…"}
          {saving === "saved" && "Saved"}
        </span>
      </div>
      {typeof saving === "object" && <p className="problem" role="alert">{saving.problem}</p>}
      <AutoTrainingForm values={values} onChange={change} />
      <p className="next-sentence" aria-live="polite">{sentence}</p>
    </section>
  );
}
