import { useQuery } from "../../api/useQuery";
import { say } from "../../language/say";
import { RECORD } from "../../writer/documents";
import { useWriter } from "../../writer/useWriter";
import { recordOf } from "../../writer/words";
import { WriterNote } from "../../writer/WriterNote";

/** Who plays the customers of this installation, and how that went. */
export function WriterCard() {
  const writer = useWriter();
  const [{ data }] = useQuery({ query: RECORD });
  if (!writer) return null;
  const record = data ? recordOf(data.writer.record) : [];
  return (
    <section className="card stack" aria-labelledby="writer">
      <h2 id="writer">{say.models.whoPlays}</h2>
      <WriterNote writer={writer} />
      {record.length > 0 && <p className="muted small">{record.join(" ")}</p>}
    </section>
  );
}
