import { useEffect, useState, type SubmitEvent } from "react";
import { send } from "../../api/client";
import { asFailure, type Failure } from "../../api/failures";
import { useReconnecting } from "../../api/connection";
import { START_SESSION } from "../../coach/actions";
import { useDraft } from "../../coach/useDraft";
import { Icon } from "../../components/Icon";
import { LoadProblem } from "../../components/Problem";
import { ProblemNote } from "../../components/ProblemNote";
import { say } from "../../language/say";
import { go, pathTo } from "../../route";
import { LanguageSelect } from "../../topics/LanguageSelect";
import { flip, isSame, namesIn } from "../../topics/list";
import { NameInput } from "../../topics/NameInput";
import { PackPicker } from "../../topics/PackPicker";
import { useTopics } from "../../topics/useTopics";
import { Brand } from "../agent/Brand";
import { HeadButtons } from "../agent/HeadButtons";
import { HelpPage } from "./HelpPage";
import { RealQuestions } from "./RealQuestions";
import { savePage, saveQuestions, saveTopics, type Part } from "./saving";
import { TopicChecks } from "./TopicChecks";
import "../start/start.css";
import "../../topics/topics.css";

type Problem = { part: Part; failure: Failure } | null;

/** The one step between a new agent and its first customer. Nothing in it has to be filled in. */
export default function TopicsStep({ agentId }: { agentId: string }) {
  const { agent, error, isLooking, reload } = useTopics(agentId, true);
  const reconnecting = useReconnecting();
  const [flipped, setFlipped] = useDraft(`topics.flipped.${agentId}`); // ids, one a line
  const [own, setOwn] = useDraft(`topics.own.${agentId}`); // names, one a line
  const [typed, setTyped] = useDraft(`topics.typed.${agentId}`);
  const [questions, setQuestions] = useDraft(`topics.questions.${agentId}`);
  const [page, setPage] = useDraft(`topics.page.${agentId}`);
  const [busy, setBusy] = useState<"saving" | "skipping" | null>(null);
  const [problem, setProblem] = useState<Problem>(null);
  useEffect(() => {
    document.title = agent ? `${say.topics.pageTitle} · ${agent.name} · Coachable` : "Coachable";
  }, [agent]);

  const ids = new Set(flipped.split("\n").filter(Boolean));
  const names = namesIn(own);
  const topics = agent?.topics ?? [];
  const said = (part: Part) => (problem?.part === part ? problem.failure : null);

  const flipAll = (some: string[]) => setFlipped([...flip(ids, some)].join("\n"));

  function add(more: string[]) {
    const known = topics.filter(({ name }) => more.some((one) => isSame(one, name)));
    // What is there already is ticked instead.
    const off = known.filter(({ id, isOn }) => isOn === ids.has(id)).map(({ id }) => id);
    flipAll(off);
    const fresh = more.filter((name) => !known.some((topic) => isSame(topic.name, name)));
    setOwn(namesIn([...names, ...fresh].join("\n")).join("\n"));
    setTyped("");
    setProblem(null);
  }

  /** What has arrived is emptied at once: trying again sends only the rest. */
  async function save(): Promise<Problem> {
    const parts: [Part, () => Promise<void>][] = [
      ["page", async () => { await savePage(agentId, page); setPage(""); }],
      ["questions", async () => { await saveQuestions(agentId, questions); setQuestions(""); }],
      ["topics", async () => {
        await saveTopics(agentId, ids, [...names, ...namesIn(typed)]);
        setFlipped("");
        setOwn("");
        setTyped("");
      }],
    ];
    for (const [part, saving] of parts) {
      try {
        await saving();
      } catch (error) {
        return { part, failure: asFailure(error) };
      }
    }
    return null;
  }

  async function begin(how: "saving" | "skipping") {
    setBusy(how);
    setProblem(null);
    const found = how === "saving" ? await save() : null;
    if (found) {
      setProblem(found);
      setBusy(null);
      return;
    }
    try {
      const { session } = await send(START_SESSION, { input: { agentId } });
      for (const empty of [setFlipped, setOwn, setTyped, setQuestions, setPage]) empty("");
      go(pathTo(agentId, "coach", session.id), true);
    } catch (error) {
      setProblem({ part: "start", failure: asFailure(error) });
      setBusy(null);
    }
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    void begin("saving");
  }

  return (
    <div className="start">
      <header className="start-top">
        <Brand />
        <div className="row">
          {reconnecting && <span className="chip" role="status">{say.shared.reconnecting}</span>}
          <HeadButtons />
        </div>
      </header>
      <main className="start-main">
        <div className="start-intro">
          <h1>{say.topics.title}</h1>
          <p className="muted">{say.topics.about}</p>
        </div>
        {error && !agent && <LoadProblem error={error} retry={() => reload({ requestPolicy: "network-only" })} />}
        {agent && (
          <form className="card stack topics-step" onSubmit={submit}>
            <TopicChecks topics={topics} flipped={ids} own={names} isLooking={isLooking} onFlip={(id) => flipAll([id])}
              onRemove={(name) => setOwn(names.filter((one) => one !== name).join("\n"))} />
            <NameInput label={say.topics.somethingElse} action={say.topics.add} value={typed} problem={said("topics")}
              onChange={setTyped} onAdd={add} />
            <div className="row topics-more">
              <PackPicker agentId={agentId} language={agent.language} />
              <LanguageSelect agentId={agentId} language={agent.language} />
            </div>
            {agent.baseModelNotice && <p className="muted small" lang="en">{agent.baseModelNotice}</p>}
            <RealQuestions value={questions} problem={said("questions")} onChange={setQuestions} />
            <HelpPage agentId={agentId} text={page} problem={said("page")} onText={setPage}
              onRead={() => reload({ requestPolicy: "network-only" })} />
            <ProblemNote of={said("start")} />
            <div className="row">
              <button className="button primary" disabled={busy !== null}>
                {busy === "saving" ? say.topics.starting : say.topics.start} <Icon name="next" />
              </button>
              <button type="button" className="button quiet" disabled={busy !== null} onClick={() => void begin("skipping")}>
                {say.topics.skip}
              </button>
            </div>
          </form>
        )}
      </main>
    </div>
  );
}
