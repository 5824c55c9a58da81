import { memo, useLayoutEffect, useRef } from "react";
import type { Item } from "../../coach/items";
import { Icon } from "../../components/Icon";
import { say } from "../../language/say";
import { CustomerAvatar, Typing } from "./Customer";
import { ExchangeView } from "./ExchangeView";

interface Props {
  agentId: string;
  welcome: string | null;
  items: readonly Item[];
  isLoading: boolean;
  /** Loads what was said before; null: nothing was. */
  onEarlier: (() => void) | null;
  onTryAgain: (key: string) => void;
  onEdit: (key: string) => void;
  onTopics: (queryId: string, needed: number) => void;
}

const NEAR_PX = 120;

/** Stays at the newest word unless the reader has scrolled up. */
export const Conversation = memo(function Conversation(props: Props) {
  const { agentId, welcome, items, isLoading, onEarlier, onTryAgain, onEdit, onTopics } = props;
  const section = useRef<HTMLElement>(null);
  const follows = useRef(true);
  const newest = useRef<string | undefined>(undefined);
  const oldest = useRef<string | undefined>(undefined);
  const height = useRef(0);

  useLayoutEffect(() => {
    const element = section.current && scrollerOf(section.current);
    if (!element) return;
    const isEarlier = items.at(0)?.id !== oldest.current && items.at(-1)?.id === newest.current;
    if (items.at(-1)?.id !== newest.current) follows.current = true;
    newest.current = items.at(-1)?.id;
    oldest.current = items.at(0)?.id;
    if (follows.current) element.scrollTop = element.scrollHeight;
    // What was read stays where it was when older questions appear above it.
    else if (isEarlier) element.scrollTop += element.scrollHeight - height.current;
    height.current = element.scrollHeight;
  }, [items]);

  useLayoutEffect(() => {
    const element = section.current;
    if (!element) return;
    const frame = element.parentElement ?? element;
    // The answer box grows and shrinks below, the window may turn: the newest words stay in sight.
    const sizes = new ResizeObserver(() => {
      const scroller = scrollerOf(element);
      if (follows.current) scroller.scrollTop = scroller.scrollHeight;
    });
    function onScroll(event: Event) {
      const scroller = scrollerOf(element as HTMLElement);
      if (event.target === scroller) follows.current = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
    }
    sizes.observe(element);
    sizes.observe(frame);
    frame.addEventListener("scroll", onScroll, { capture: true, passive: true });
    return () => {
      sizes.disconnect();
      frame.removeEventListener("scroll", onScroll, { capture: true });
    };
  }, []);

  const last = items.at(-1);
  const isWaiting = last?.kind === "exchange" && last.answer !== null && last.answer.state !== "refused";
  return (
    <section className="conversation" aria-label={say.coach.conversation} ref={section} tabIndex={0}>
      <ol className="bubbles">
        {isLoading && <li className="muted notice">{say.coach.opening}</li>}
        {onEarlier && (
          <li className="notice-welcome">
            <button type="button" className="button plain slim" onClick={onEarlier}>{say.coach.earlier}</button>
          </li>
        )}
        {welcome && !onEarlier && (
          <li className="notice-welcome">
            <img src="/icon.svg" alt="" width="36" height="36" className="avatar" />
            <p>{welcome}</p>
          </li>
        )}
        {items.map((item) =>
          item.kind === "notice" ? (
            <li key={item.id} className={`notice ${item.tone}`}>
              <Icon name={item.tone === "good" ? "check" : "spark"} />
              <span>{item.text}</span>
            </li>
          ) : (
            <li key={item.id}>
              <ExchangeView exchange={item} agentId={agentId} onTryAgain={onTryAgain} onEdit={onEdit} onTopics={onTopics} />
            </li>
          ),
        )}
        {isWaiting && (
          <li className="bubble-row">
            <CustomerAvatar />
            <div className="bubble customer"><Typing /></div>
          </li>
        )}
      </ol>
    </section>
  );
});

/** What scrolls: the conversation, or all around it where there is little height. */
function scrollerOf(section: HTMLElement): HTMLElement {
  return getComputedStyle(section).overflowY === "visible" ? (section.parentElement ?? section) : section;
}
