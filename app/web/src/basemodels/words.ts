import { say } from "../language/say";
import { decimal } from "../words";
import type { BaseModel } from "./documents";

/** Such as "0.6B · 1.5 GB · Apache-2.0 · runs here"; what is not known is left out. */
export function factsOf(model: Pick<BaseModel, "parameters" | "size" | "licence" | "fit" | "state" | "isDefault">): string {
  const facts = [
    model.isDefault && say.models.isDefault,
    model.parameters >= 1e6 && weights(model.parameters),
    model.size > 0 && gigabytes(model.size),
    model.licence,
    say.models.fits[model.fit],
    model.state === "FETCHING" && say.models.beingFetched,
    model.state === "NOT_HERE" && say.models.notHere,
    model.state === "GONE" && say.models.gone,
  ];
  return facts.filter(Boolean).join(" · ");
}

/** What to know before one is chosen. */
export function noteOf(model: BaseModel): string {
  const notes = [
    model.state !== "HERE" && model.sentence,
    model.state === "NOT_HERE" && say.models.fetchedWhenChosen,
    model.gated && model.state === "NOT_HERE" && say.models.gated,
    model.fit !== "NOW" && model.fitReason,
    model.problem,
  ];
  return notes.filter(Boolean).join(" ");
}

/** 0 to 1; null: it is not being fetched. */
export function fetchedOf({ bytesDone, bytesTotal }: Pick<BaseModel, "bytesDone" | "bytesTotal">): number | null {
  if (bytesDone === null || bytesTotal === null) return null;
  return bytesTotal > 0 ? Math.min(1, bytesDone / bytesTotal) : 0;
}

function weights(amount: number): string {
  return amount < 950e6 ? `${Math.round(amount / 1e6)}M` : `${decimal(amount / 1e9)}B`;
}

function gigabytes(bytes: number): string {
  return `${decimal(bytes / 1e9)} GB`;
}
