import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Lacking } from "../../access/Guarded";
import { useMay } from "../../access/viewer";
import type { Failure } from "../../api/failures";
import { nextPrepared } from "../../coach/ahead";
import { currentExchange, isStuck, langOf } from "../../coach/items";
import { useCoach } from "../../coach/useCoach";
import { useDraft } from "../../coach/useDraft";
import { announce } from "../../components/Announcer";
import { ProblemNote } from "../../components/ProblemNote";
import { say } from "../../language/say";
import { answeredTexts, stillOpen } from "../../open/questions";
import type { AgentFrame } from "../../agent/frame";
import { follow, pathTo } from "../../route";
import { Composer, type ComposerHandle } from "./Composer";
import { Conversation } from "./Conversation";
import { OpenCard } from "./OpenCard";
import { OwnQuestion } from "./OwnQuestion";
import { ProgressCard } from "./ProgressCard";
import { Sessions } from "./Sessions";
import { WriterLine } from "./WriterLine";
import "./bubbles.css";
import "./coach.css";

interface Props {
  agent: AgentFrame;
  sessionId: string;
  onTraining: (runId: string | null) => void;
}

/** Where it is kept in this browser which open question is being answered. */
export function answering(sessionId: string): string {
  return `${sessionId}.answering`;
}

export function CoachSession({ agent, sessionId, onTraining }: Props) {
  const { session, transcript, hasEarlier, problem, actions } = useCoach(sessionId);
  const [isAdding, setIsAdding] = useState(false);
  const [answeringId, setAnsweringId] = useDraft(answering(sessionId));
  const mayTeach = useMay("COACH");
  const composer = useRef<ComposerHandle>(null);
  const current = currentExchange(transcript);
  const { news, runId } = transcript;
  const answered = useMemo(() => answeredTexts(transcript.items), [transcript.items]);
  const openQuestions = stillOpen(agent.openQuestions, answered);
  const toAnswer = openQuestions.find(({ id }) => id === answeringId) ?? null;

  useEffect(() => {
    if (news > 0) onTraining(runId);
  }, [news, runId, onTraining]);

  const question = current?.question.state === "open" ? current.question.text : null;
  useEffect(() => {
    if (question) announce(say.coach.asks(question));
  }, [question]);
  const needsTopics = current !== null && current.question.topicsNeeded > 0;
  useEffect(() => {
    if (needsTopics) announce(say.coach.nothingToAsk);
  }, [needsTopics]);
  const lastNote = transcript.items.findLast((item) => item.kind === "exchange" && item.answer?.state === "saved");
  const answer = lastNote?.kind === "exchange" ? lastNote.answer : null;
  const note = answer?.note ?? null;
  const more = answer?.more.join("\n") ?? "";
  useEffect(() => {
    if (!note) return;
    announce(note);
    for (const sentence of more.split("\n").filter(Boolean)) announce(sentence, langOf(sentence));
  }, [note, more]);

  const edit = useCallback(
    (key: string) => {
      const entry = actions.withdraw(key);
      if (entry) composer.current?.put(entry);
    },
    [actions],
  );
  const topicsAdded = useCallback(
    (queryId: string, needed: number) => {
      actions.topicsAdded(queryId, needed);
      composer.current?.focus(); // the box that had the focus is gone
    },
    [actions],
  );
  const closeAdding = useCallback(() => {
    setIsAdding(false);
    setAnsweringId("");
  }, [setAnsweringId]);

  return (
    <div className="coach">
      <h1 className="hidden">{say.coach.title(agent.name)}</h1>
      <div className="coach-side">
        <ProgressCard agent={agent} pairCount={transcript.pairCount} targetPairs={transcript.targetPairs} />
        <Sessions agentId={agent.id} sessionId={sessionId} />
        <OpenCard questions={openQuestions} onAnswer={setAnsweringId} />
        <WriterLine />
      </div>
      <Conversation
        agentId={agent.id}
        welcome={session?.welcome ?? null}
        items={transcript.items}
        isLoading={session === null && problem === null}
        onEarlier={hasEarlier ? actions.earlier : null}
        onTryAgain={actions.tryAgain}
        onEdit={edit}
        onTopics={topicsAdded}
      />
      {problem && <CoachProblem agentId={agent.id} problem={problem} />}
      {mayTeach ? <Composer
        ref={composer}
        agentId={agent.id}
        liveVersion={agent.liveVersion?.number ?? null}
        sessionId={sessionId}
        current={current}
        nextId={nextPrepared(transcript)?.id ?? null}
        isOver={session !== null && session.status !== "ACTIVE"}
        onSave={actions.save}
        onSkip={actions.skip}
        isStuck={isStuck(transcript)}
        onAnother={actions.another}
        onAdd={() => setIsAdding(true)}
      /> : <div className="composer"><Lacking needs="COACH" what={say.coach.answersCustomers} /></div>}
      {(isAdding || toAnswer) && (
        <OwnQuestion agentId={agent.id} sessionId={sessionId} open={toAnswer} onAdd={actions.add} onClose={closeAdding} />
      )}
    </div>
  );
}

function CoachProblem({ agentId, problem }: { agentId: string; problem: Failure }) {
  if (problem.code === "UNAUTHORIZED") return null; // SignIn says it, above every screen
  if (problem.code !== "NOT_FOUND") return <ProblemNote of={problem} className="coach-problem" />;
  return (
    <div className="problem coach-problem row" role="alert">
      <span className="grow">{say.sessions.notThere}</span>
      <a className="button plain slim" href={pathTo(agentId)} onClick={follow}>{say.sessions.toNewest}</a>
    </div>
  );
}
