import { Icon } from "../../components/Icon";
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
      <span className="unfounded-words"><Icon name="warning" /> Nobody taught this – check it before you save:</span>
      {parts.map((part) => {
        const words = text.slice(part.start, part.end);
        return (
          <button key={part.start} type="button" className="button plain slim" title="Show it in the answer" onClick={() => onShow(part)}>
            {words}
          </button>
        );
      })}
    </p>
  );
}
