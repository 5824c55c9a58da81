import { Guarded } from "../../access/Guarded";
import { useQuery } from "../../api/useQuery";
import { BaseModelCard } from "../../basemodels/BaseModelCard";
import { LoadProblem } from "../../components/Problem";
import { SavingHead } from "../../components/SavingHead";
import { say } from "../../language/say";
import type { AgentFrame } from "../../agent/frame";
import { AgentSettings } from "./AgentSettings";
import { AutoTrainingForm } from "./AutoTrainingForm";
import { HowItReplies } from "./HowItReplies";
import { RealismGuide } from "./RealismGuide";
import { HouseStyle } from "./HouseStyle";
import { Topics } from "./Topics";
import { SETTINGS, type AutoTraining } from "./documents";
import { WriterCard } from "./WriterCard";
import { useAutoTraining } from "./useAutoTraining";
import "./settings.css";

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
  if (!data) return <p className="page muted" role="status">{say.shared.loading}</p>;
  return (
    <div className="page settings">
      <h1>{say.settings.title}</h1>
      <Guarded needs="TRAINER" what={say.settings.mayTrain}>
        <Automatic agentId={agent.id} loaded={data.agent.autoTraining} sentence={agent.autoTraining.next.sentence} onChange={onChange} />
        <HowItReplies key={agent.id} agentId={agent.id} />
      </Guarded>
      <Guarded needs="COACH" what={say.settings.mayTopics}>
        <Topics agentId={agent.id} />
        <RealismGuide agentId={agent.id} />
      </Guarded>
      <WriterCard />
      <Guarded needs="COACH" what={say.settings.mayStyle}>
        <HouseStyle agentId={agent.id} />
      </Guarded>
      <Guarded needs="TRAINER" what={say.settings.mayAgent}>
        <BaseModelCard agent={{ ...data.agent, baseModelNotice: agent.baseModelNotice }}
          onMoved={() => {
            reload({ requestPolicy: "network-only" });
            onChange();
          }} />
        <AgentSettings key={data.agent.baseModel} agent={data.agent} onChange={onChange} onDeleted={onDeleted} />
      </Guarded>
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
      <SavingHead id="automatic" title={say.settings.whenItTrains} saving={saving} />
      <AutoTrainingForm values={values} onChange={change} />
      <p className="next-sentence" aria-live="polite" lang="en">{sentence}</p>
    </section>
  );
}
