import { useState } from "react";
import { LoadProblem } from "../../components/Problem";
import { toast } from "../../components/Toasts";
import { useAttempt } from "../../components/useAttempt";
import { say } from "../../language/say";
import { changeTopics, type Topic, type TopicInput } from "../../topics/documents";
import { LanguageSelect } from "../../topics/LanguageSelect";
import { unchanged, withChange, withNames } from "../../topics/list";
import { NameInput } from "../../topics/NameInput";
import { PackPicker } from "../../topics/PackPicker";
import { useTopics } from "../../topics/useTopics";
import { TopicRow } from "./TopicRow";
import "../../topics/topics.css";

/** What the customers of this agent write about. */
export function Topics({ agentId }: { agentId: string }) {
  const { agent, error, reload } = useTopics(agentId, false);
  const [typed, setTyped] = useState("");
  const [{ problem }, attempt] = useAttempt();
  if (error && !agent) return <LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} />;
  if (!agent) return null;
  const { topics, language } = agent;

  function add(names: string[]) {
    void attempt(async () => {
      await changeTopics(agentId, (all) => withNames(unchanged(all), names));
      setTyped("");
    });
  }

  const change = (id: string, by: Partial<TopicInput> | null) => changeTopics(agentId, (all) => withChange(all, id, by));

  async function remove({ id, name, category, weight, isOn, questions }: Topic) {
    await change(id, null);
    const back = { name, category, weight, isOn, questions };
    const close = toast({
      id: `topic-${id}`,
      text: say.topics.deleted(name),
      action: {
        label: say.shared.undo,
        run: () => {
          close();
          void attempt(() => changeTopics(agentId, (all) => [...unchanged(all), back]));
        },
      },
    });
  }

  return (
    <section className="card stack" aria-labelledby="topics">
      <h2 id="topics">{say.topics.legend}</h2>
      <p className="muted">{say.topics.cardAbout}</p>
      {topics.length === 0 && <p className="muted small">{say.topics.none}</p>}
      <ul className="topics">
        {topics.map((topic) => (
          <TopicRow key={topic.id} topic={topic} onChange={(by) => change(topic.id, by)} onDelete={() => remove(topic)} />
        ))}
      </ul>
      <NameInput label={say.topics.addTopics} hint={say.topics.several} action={say.topics.add} value={typed} problem={problem}
        onChange={setTyped} onAdd={add} />
      <div className="row topics-more">
        <PackPicker agentId={agentId} language={language} />
        <LanguageSelect agentId={agentId} language={language} />
      </div>
    </section>
  );
}
