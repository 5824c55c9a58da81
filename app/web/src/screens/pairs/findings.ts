import type { PairRow } from "./documents";

/** What the quality checks found, as sentences; the API gives a list of objects. */
export function findingsOf(row: Pick<PairRow, "findings">): string[] {
  if (!Array.isArray(row.findings)) return [];
  return row.findings.map((finding: unknown) => {
    if (typeof finding === "string") return finding;
    if (typeof finding !== "object" || finding === null) return "A check found something.";
    const words = finding as Record<string, unknown>;
    const sentence = words["message"] ?? words["sentence"] ?? words["code"];
    return typeof sentence === "string" ? sentence : "A check found something.";
  });
}

export function hasFindings(row: Pick<PairRow, "findings">): boolean {
  return findingsOf(row).length > 0;
}
