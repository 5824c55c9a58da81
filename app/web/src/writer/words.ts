import { count } from "../words";
import type { Record as Writing, Standing } from "./documents";

const REJECTIONS: Partial<Record<string, string>> = {
  empty: "nothing written",
  too_short: "too short",
  too_long: "too long",
  placeholder: "a gap left open",
  repetitive: "the same thing again and again",
  too_similar: "too close to an earlier question",
  wrong_language: "in another language",
  plan_leak: "said who is asking",
  avoided: "about what nobody asks",
};

type Fetching = Pick<Standing, "bytesDone" | "bytesTotal">;

/** 0 to 1; null: nothing is being fetched. */
export function fetched({ bytesDone, bytesTotal }: Fetching): number | null {
  if (bytesDone === null || bytesTotal === null) return null;
  return bytesTotal > 0 ? Math.min(1, bytesDone / bytesTotal) : 0;
}

/** Such as "0.4 of 1.1 GB (36 %)"; null: nothing is being fetched. */
export function progressOf(writer: Fetching): string | null {
  const share = fetched(writer);
  if (share === null) return null;
  const gigabytes = (bytes: number | null) => ((bytes ?? 0) / 1e9).toFixed(1);
  return `${gigabytes(writer.bytesDone)} of ${gigabytes(writer.bytesTotal)} GB (${Math.floor(share * 100)} %)`;
}

/** The last day in sentences; empty when nothing was asked. */
export function recordOf({ questions, fallbackShare, medianSeconds, rejections }: Writing): string[] {
  if (questions === 0) return [];
  const plain = Math.round(questions * fallbackShare);
  const sentences = [`In the last 24 hours your customers asked ${count(questions, "question")}.`];
  if (plain === questions) sentences.push("No model wrote them.");
  else if (plain === 0) sentences.push("A model wrote all of them.");
  else sentences.push(`No model wrote ${plain} of them (${Math.round(fallbackShare * 100)} %).`);
  if (medianSeconds !== null) sentences.push(`Writing one took ${seconds(medianSeconds)} as a rule.`);
  if (rejections.length > 0) {
    const reasons = rejections.map(({ reason, count: amount }) => `${REJECTIONS[reason] ?? reason.replaceAll("_", " ")} (${amount})`);
    sentences.push(`Thrown away before you saw it: ${reasons.join(", ")}.`);
  }
  return sentences;
}

function seconds(amount: number): string {
  return amount < 10 ? `${amount.toFixed(1)} s` : `${Math.round(amount)} s`;
}
