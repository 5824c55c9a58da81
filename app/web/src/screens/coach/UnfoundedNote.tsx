import { Icon } from "../../components/Icon";
import { say } from "../../language/say";
import type { Part } from "../../replies/parts";

interface Props {
  id: string;
  text: string;
  parts: readonly Part[];
  onShow: (part: Part) => void;
}

/** Says in words what is marked in a draft; each part shows where it stands. */
export function UnfoundedNote({ id, text, parts, onShow }: Props) {
  if (parts.length === 0) return null;
  return (
    <p className="row small unfounded" id={id}>
      <span className="unfounded-words"><Icon name="warning" /> {say.coach.untaught}</span>
      {parts.map((part) => {
        const words = text.slice(part.start, part.end);
        return (
          <button key={part.start} type="button" className="button plain slim" title={say.coach.showIt} onClick={() => onShow(part)}>
            {words}
          </button>
        );
      })}
    </p>
  );
}
