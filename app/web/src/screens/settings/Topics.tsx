import { useState } from "react";
import { asFailure } from "../../api/failures";
import { LoadProblem } from "../../components/Problem";
import { toast } from "../../components/Toasts";
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
  const [problem, setProblem] = useState<string | null>(null);
  if (error && !agent) return <LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} />;
  if (!agent) return null;
  const { topics, language } = agent;

  async function add(names: string[]) {
    try {
      await changeTopics(agentId, (all) => withNames(unchanged(all), names));
      setTyped("");
      setProblem(null);
    } catch (failure) {
      setProblem(asFailure(failure).message);
    }
  }

  const change = (id: string, by: Partial<TopicInput> | null) => changeTopics(agentId, (all) => withChange(all, id, by));

  async function remove({ id, name, category, weight, isOn, questions }: Topic) {
    await change(id, null);
    const back = { name, category, weight, isOn, questions };
    const close = toast({
      id: `topic-${id}`,
      text: `“${name}” is deleted.`,
      action: {
        label: "Undo",
        run: () => {
          close();
          changeTopics(agentId, (all) => [...unchanged(all), back]).catch((failure: unknown) => setProblem(asFailure(failure).message));
        },
      },
    });
  }

  return (
    <section className="card stack" aria-labelledby="topics">
      <h2 id="topics">Topics</h2>
      <p className="muted">
        Your customers write about these and nothing else. Nobody asks about one that is off; what was saved stays.
      </p>
      {topics.length === 0 && <p className="muted small">None yet. Add what your customers write about.</p>}
      <ul className="topics">
        {topics.map((topic) => (
          <TopicRow key={topic.id} topic={topic} onChange={(by) => change(topic.id, by)} onDelete={() => remove(topic)} />
        ))}
      </ul>
      <NameInput label="Add topics" hint="Several with commas between them." action="Add" value={typed} problem={problem}
        onChange={setTyped} onAdd={(names) => void add(names)} />
      <div className="row topics-more">
        <PackPicker agentId={agentId} language={language} />
        <LanguageSelect agentId={agentId} language={language} />
      </div>
    </section>
  );
}
