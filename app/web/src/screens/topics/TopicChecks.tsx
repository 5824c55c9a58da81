import { say } from "../../language/say";
import type { Known } from "../../topics/list";

interface Props {
  topics: readonly Known[];
  /** Ids of those that a person ticked or unticked. */
  flipped: ReadonlySet<string>;
  /** Names that a person added and the server does not have yet. */
  own: readonly string[];
  isLooking: boolean;
  onFlip: (id: string) => void;
  onRemove: (name: string) => void;
}

/** What was found in the description, and what a person added. */
export function TopicChecks({ topics, flipped, own, isLooking, onFlip, onRemove }: Props) {
  return (
    <fieldset>
      <legend>{say.topics.legend}</legend>
      {topics.length + own.length === 0 && (
        <p className="muted" role="status">
          {isLooking ? say.topics.reading : say.topics.noneFound}
        </p>
      )}
      <ul className="topic-checks">
        {topics.map(({ id, name, isOn }) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={isOn !== flipped.has(id)} onChange={() => onFlip(id)} />
              <span>{name}</span>
            </label>
          </li>
        ))}
        {own.map((name) => (
          <li key={name}>
            <label>
              <input type="checkbox" checked onChange={() => onRemove(name)} />
              <span>{name}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
