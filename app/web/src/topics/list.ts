import type { Topic, TopicInput } from "./documents";

/** What of a topic has to be known to send it back. */
export type Known = Pick<Topic, "id" | "name" | "isOn">;

const BETWEEN_NAMES = /[,，、،;\n]/;

/** Names that a person typed, separated by commas or lines; none twice. */
export function namesIn(text: string): string[] {
  const names = text.split(BETWEEN_NAMES).map((name) => name.trim().replace(/\s+/g, " "));
  return names.filter((name, at) => name !== "" && names.findIndex((other) => isSame(other, name)) === at);
}

/** The texts of a box that holds one a line. */
export function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

export function isSame(one: string, other: string): boolean {
  return one.toLocaleLowerCase() === other.toLocaleLowerCase();
}

/** The set with each of `ids` put in, or taken out where it was in. */
export function flip(set: ReadonlySet<string>, ids: readonly string[]): Set<string> {
  return new Set([...[...set].filter((id) => !ids.includes(id)), ...ids.filter((id) => !set.has(id))]);
}

/** As they are, to add others to. */
export function unchanged(topics: readonly Known[]): TopicInput[] {
  return topics.map(({ id, name }) => ({ id, name }));
}

/** Those in `ids` are switched; everything else stays as it is. */
export function switched(topics: readonly Known[], ids: ReadonlySet<string>): TopicInput[] {
  return topics.map(({ id, name, isOn }) => ({ id, name, isOn: ids.has(id) ? !isOn : isOn }));
}

/** With topics of these names; one that is there already is switched on. */
export function withNames(topics: readonly TopicInput[], names: readonly string[]): TopicInput[] {
  const there = topics.map((topic) => (names.some((name) => isSame(name, topic.name)) ? { ...topic, isOn: true } : topic));
  const isNew = (name: string) => !topics.some((topic) => isSame(topic.name, name));
  return [...there, ...names.filter(isNew).map((name) => ({ name }))];
}

/** The list with one topic changed; null deletes it. */
export function withChange(topics: readonly Known[], id: string, change: Partial<TopicInput> | null): TopicInput[] {
  const kept = change === null ? topics.filter((topic) => topic.id !== id) : topics;
  return unchanged(kept).map((topic) => (topic.id === id ? { ...topic, ...change } : topic));
}
