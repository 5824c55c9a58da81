import { useQuery } from "urql";
import { graphql, type ResultOf } from "../../api/graphql";
import { BaseModelCard } from "../../basemodels/BaseModelCard";
import { LoadProblem } from "../../components/Problem";
import type { AgentFrame } from "../agent/AgentScreen";
import { AgentSettings } from "./AgentSettings";
import { AutoTrainingForm } from "./AutoTrainingForm";
import { HowItReplies } from "./HowItReplies";
import { RealismGuide } from "./RealismGuide";
import { HouseStyle } from "./HouseStyle";
import { SavingHead } from "./SavingHead";
import { Topics } from "./Topics";
import { WriterCard } from "./WriterCard";
import { useAutoTraining } from "./useAutoTraining";
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
      useExamples
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
        goLiveWhen
      }
    }
  }
`);

export type AgentDetails = ResultOf<typeof SETTINGS>["agent"];
export type AutoTraining = AgentDetails["autoTraining"];

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
      <HowItReplies key={agent.id} agentId={agent.id} />
      <Topics agentId={agent.id} />
      <RealismGuide agentId={agent.id} />
      <WriterCard />
      <HouseStyle agentId={agent.id} />
      <BaseModelCard agent={{ ...data.agent, baseModelNotice: agent.baseModelNotice }}
        onMoved={() => {
          reload({ requestPolicy: "network-only" });
          onChange();
        }} />
      <AgentSettings key={data.agent.baseModel} agent={data.agent} onChange={onChange} onDeleted={onDeleted} />
    </div>
  );
}

interface AutomaticProps {
  agentId: string;
  loaded: AutoTraining;
  sentence: string;
  onChange: () => void;
}

function Automatic({ agentId, loaded, sentence, onChange }: AutomaticProps) {
  const { values, saving, change } = useAutoTraining(agentId, loaded, onChange);
  return (
    <section className="card stack" aria-labelledby="automatic">
      <SavingHead id="automatic" title="When it trains" saving={saving} />
      <AutoTrainingForm values={values} onChange={change} />
      <p className="next-sentence" aria-live="polite">{sentence}</p>
    </section>
  );
}
