import { say } from "../language/say";
import { decimal } from "../words";
import type { Record as Writing, Standing } from "./documents";

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
  const gigabytes = (bytes: number | null) => decimal((bytes ?? 0) / 1e9);
  return say.models.progress(gigabytes(writer.bytesDone), gigabytes(writer.bytesTotal), Math.floor(share * 100));
}

/** The last day in sentences; empty when nothing was asked. */
export function recordOf({ questions, fallbackShare, medianSeconds, rejections }: Writing): string[] {
  if (questions === 0) return [];
  const plain = Math.round(questions * fallbackShare);
  const sentences = [say.models.lastDay(questions)];
  if (plain === questions) sentences.push(say.models.noModel);
  else if (plain === 0) sentences.push(say.models.allByModel);
  else sentences.push(say.models.someByNone(plain, Math.round(fallbackShare * 100)));
  if (medianSeconds !== null) sentences.push(say.models.writingTook(seconds(medianSeconds)));
  if (rejections.length > 0) {
    const reasons = rejections.map(({ code, count: amount }) => `${code ? say.models.rejections[code] : say.models.otherReasons} (${amount})`);
    sentences.push(say.models.thrownAway(reasons.join(", ")));
  }
  return sentences;
}

function seconds(amount: number): string {
  return amount < 10 ? `${decimal(amount)} s` : `${Math.round(amount)} s`;
}
