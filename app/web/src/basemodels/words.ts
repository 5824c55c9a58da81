import type { BaseModel } from "./documents";

const FITS: Record<BaseModel["fit"], string> = {
  NOW: "runs here",
  FOUR_BITS: "runs here with 4 bits",
  NO: "too large for this machine",
};

/** Such as "0.6B · 1.5 GB · Apache-2.0 · runs here"; what is not known is left out. */
export function factsOf(model: Pick<BaseModel, "parameters" | "size" | "licence" | "fit" | "state" | "isDefault">): string {
  const facts = [
    model.isDefault && "the default",
    model.parameters >= 1e6 && weights(model.parameters),
    model.size > 0 && gigabytes(model.size),
    model.licence,
    FITS[model.fit],
    model.state === "FETCHING" && "being fetched",
    model.state === "NOT_HERE" && "not here yet",
    model.state === "GONE" && "gone",
  ];
  return facts.filter(Boolean).join(" · ");
}

/** What to know before one is chosen. */
export function noteOf(model: BaseModel): string {
  const notes = [
    model.state !== "HERE" && model.sentence,
    model.state === "NOT_HERE" && "It is fetched as soon as it is chosen.",
    model.gated && model.state === "NOT_HERE" && "Its makers give it only to who has agreed to their terms.",
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
  return amount < 950e6 ? `${Math.round(amount / 1e6)}M` : `${(amount / 1e9).toFixed(1)}B`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
