import type { PairRow } from "./documents";

/** What the quality checks found and nobody dismissed, as sentences. */
export function findingsOf(row: Pick<PairRow, "findings">): string[] {
  return row.findings.filter(({ dismissed }) => !dismissed).map(({ sentence }) => sentence);
}

export function hasFindings(row: Pick<PairRow, "findings">): boolean {
  return findingsOf(row).length > 0;
}
