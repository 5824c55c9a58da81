import type { Saving } from "./useAutoTraining";

/** The heading of a card whose changes save themselves, and how that went. */
export function SavingHead({ id, title, saving }: { id: string; title: string; saving: Saving }) {
  return (
    <>
      <div className="row">
        <h2 id={id} className="grow">{title}</h2>
        <span role="status" className="small muted">
          {saving === "saving" && "Saving…"}
          {saving === "saved" && "Saved"}
        </span>
      </div>
      {typeof saving === "object" && <p className="problem" role="alert">{saving.problem}</p>}
    </>
  );
}
