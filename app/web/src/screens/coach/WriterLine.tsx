import { useState } from "react";
import { say } from "../../language/say";
import { useWriter } from "../../writer/useWriter";
import { fetched } from "../../writer/words";
import { WriterNote } from "../../writer/WriterNote";

/** There is room beside the conversation; below it one line has to do until somebody opens it. */
const HAS_ROOM = "(min-width: 76rem)";

/** Says who plays the customers while that could be somebody better; a model that plays them is named in Settings. */
export function WriterLine() {
  const writer = useWriter();
  const [isOpen, setIsOpen] = useState(() => matchMedia(HAS_ROOM).matches);
  if (!writer) return null;
  const share = fetched(writer);
  if (writer.kind !== "STARTER" && share === null) return null;
  return (
    <details className="writer-line small" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{share === null ? say.models.whoPlaysYours : say.models.fetchingYours(Math.floor(share * 100))}</summary>
      <WriterNote writer={writer} />
    </details>
  );
}
