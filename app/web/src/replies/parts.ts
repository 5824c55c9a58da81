import type { Unfounded } from "./events";

/** Part of a text, in UTF-16 code units, as text boxes count. */
export interface Part {
  start: number;
  end: number;
}

/** Where the unfounded parts of a draft still stand in what became of it, in order; those that were edited are gone. */
export function partsLeft(draft: string, unfounded: readonly Unfounded[], text: string): Part[] {
  const before = sameAtStart(draft, text);
  const after = sameAtEnd(draft, text, before);
  const moved = text.length - draft.length;
  const parts: Part[] = [];
  for (const { start, end } of unfounded.map((part) => placeIn(draft, part)).sort((a, b) => a.start - b.start)) {
    const words = draft.slice(start, end);
    if (end <= before) parts.push({ start, end });
    else if (start >= draft.length - after) parts.push({ start: start + moved, end: end + moved });
    else {
      const at = text.indexOf(words, Math.max(Math.min(start, before), parts.at(-1)?.end ?? 0));
      if (words && at >= 0 && at <= text.length - after) parts.push({ start: at, end: at + words.length });
    }
  }
  return parts;
}

/** A text in pieces, the parts marked. */
export function pieces(text: string, parts: readonly Part[]): { text: string; isMarked: boolean }[] {
  const all: { text: string; isMarked: boolean }[] = [];
  let at = 0;
  for (const { start, end } of parts) {
    if (start < at) continue;
    if (start > at) all.push({ text: text.slice(at, start), isMarked: false });
    all.push({ text: text.slice(start, end), isMarked: true });
    at = end;
  }
  if (at < text.length) all.push({ text: text.slice(at), isMarked: false });
  return all;
}

/** The server counts characters; a text box counts UTF-16 units, which differ after an emoji. */
function placeIn(draft: string, { text, start, end }: Unfounded): Part {
  if (draft.slice(start, end) === text) return { start, end };
  const from = Array.from(draft).slice(0, start).join("").length;
  if (draft.startsWith(text, from)) return { start: from, end: from + text.length };
  const at = draft.indexOf(text);
  return at < 0 ? { start: 0, end: 0 } : { start: at, end: at + text.length };
}

function sameAtStart(a: string, b: string): number {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return same;
}

function sameAtEnd(a: string, b: string, before: number): number {
  const most = Math.min(a.length, b.length) - before;
  let same = 0;
  while (same < most && a.at(-1 - same) === b.at(-1 - same)) same++;
  return same;
}
