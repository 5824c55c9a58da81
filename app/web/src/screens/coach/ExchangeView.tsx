import { memo } from "react";
import { wordsOf } from "../../coach/reasons";
import { langOf, type Answer, type Exchange, type Question } from "../../coach/items";
import { DraftDiff } from "../../components/DraftDiff";
import { Icon } from "../../components/Icon";
import { Thread } from "../../components/Thread";
import { say } from "../../language/say";
import { CustomerAvatar, Typing } from "./Customer";
import { NeedsTopics } from "./NeedsTopics";

interface Props {
  exchange: Exchange;
  agentId: string;
  onTryAgain: (key: string) => void;
  onEdit: (key: string) => void;
  onTopics: (queryId: string, needed: number) => void;
}

export const ExchangeView = memo(function ExchangeView(props: Props) {
  const { exchange, agentId, onTryAgain, onEdit, onTopics } = props;
  const { question, answer } = exchange;
  const isOver = question.state === "skipped" || (question.state === "over" && answer === null);
  if (question.state === "writing" && question.topicsNeeded > 0) {
    return <NeedsTopics agentId={agentId} onAdded={() => onTopics(exchange.id, question.topicsNeeded)} />;
  }
  return (
    <>
      <div className={isOver ? "bubble-row faded" : "bubble-row"}>
        <CustomerAvatar />
        <div className="bubble-column">
          <Chips question={question} />
          <Thread turns={question.earlier} />
          <div className="bubble customer" aria-busy={question.state === "writing"}>
            {question.text || (question.state === "writing" ? <Typing /> : "…")}
            {question.state === "writing" && question.text && <span className="caret" aria-hidden="true" />}
          </div>
          {question.state === "skipped" && (
            <p className="bubble-note">{question.skipReason ? say.coach.skippedAs(wordsOf(question.skipReason)) : say.coach.skipped}</p>
          )}
          {question.state === "over" && answer === null && <p className="bubble-note">{say.coach.putAside}</p>}
        </div>
      </div>
      {answer && <AnswerView answer={answer} onTryAgain={onTryAgain} onEdit={onEdit} />}
    </>
  );
});

function Chips({ question }: { question: Question }) {
  const { category, context, difficulty, fallbackReason, isOwn } = question;
  return (
    <p className="chips" title={fallbackReason === null ? undefined : say.coach.plain(fallbackReason)}>
      {isOwn ? <span className="chip">{say.coach.ownQuestion}</span> : <span className="hidden">{say.coach.customer}</span>}
      <span className="chip">{say.shared.categories[category]}</span>
      <span className={`chip difficulty ${difficulty.toLowerCase()}`}>{say.shared.difficulties[difficulty]}</span>
      {context && <span className="muted small">{context}</span>}
    </p>
  );
}

function AnswerView({ answer, onTryAgain, onEdit }: { answer: Answer } & Pick<Props, "onTryAgain" | "onEdit">) {
  const isUnsaved = answer.state === "waiting" || answer.state === "refused";
  return (
    <div className="bubble-row mine">
      <div className="bubble-column">
        <p className="hidden">{say.coach.idealResponseWas}</p>
        <div className={answer.state === "deleted" ? "bubble own gone" : "bubble own"}>{answer.text}</div>
        <p className={isUnsaved ? "bubble-note bad" : "bubble-note"}>
          {answer.state === "saved" && <Icon name="check" />}
          {isUnsaved && <Icon name="warning" />}
          <span lang={answer.state === "refused" ? "en" : undefined}>{answer.note ?? say.coach.states[answer.state]}</span>
          {isUnsaved && (
            <>
              <button type="button" className="button plain slim" onClick={() => onTryAgain(answer.key)}>{say.coach.tryAgain}</button>
              <button type="button" className="button quiet slim" onClick={() => onEdit(answer.key)}>{say.coach.edit}</button>
            </>
          )}
        </p>
        {answer.more.map((sentence) => <p key={sentence} className="bubble-more small" lang={langOf(sentence)}>{sentence}</p>)}
        {answer.state === "saved" && <DraftDiff changes={answer.changes} />}
      </div>
    </div>
  );
}
