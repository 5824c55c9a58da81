import type { Failure } from "../api/failures";

/** What a field of a form is described by: what the server refused about it. */
export function FieldNote({ id, failure, field }: { id: string; failure: Failure | null; field: string }) {
  const wrong = failure?.at(field);
  return wrong ? <span id={id} className="wrong" role="alert" lang={failure?.lang}>{wrong}</span> : null;
}

/** For the input that the note is about. */
export function noted(id: string, failure: Failure | null, field: string) {
  return failure?.at(field) ? { "aria-invalid": true, "aria-describedby": id } : {};
}
