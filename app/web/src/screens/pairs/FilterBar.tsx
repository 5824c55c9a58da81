import { CATEGORIES, DIFFICULTIES, keysOf } from "../../words";
import { ALL, type Filters } from "./usePairs";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

const SPLITS = { TRAIN: "It learns from them", HOLDOUT: "Held out for the proof" } as const;

export function FilterBar({ filters, onChange }: Props) {
  return (
    <div className="filters" role="search" aria-label="Pairs">
      <input type="search" className="input" aria-label="Search in questions and answers" placeholder="Search in questions and answers"
        maxLength={200} value={filters.search} onChange={(event) => onChange({ ...filters, search: event.target.value })} />
      <Choice name="Category" all="All categories" words={CATEGORIES} value={filters.category}
        onChange={(category) => onChange({ ...filters, category })} />
      <Choice name="Difficulty" all="Easy to hard" words={DIFFICULTIES} value={filters.difficulty}
        onChange={(difficulty) => onChange({ ...filters, difficulty })} />
      <Choice name="Use" all="Learned and held out" words={SPLITS} value={filters.split}
        onChange={(split) => onChange({ ...filters, split })} />
      <label className="row filter-check">
        <input type="checkbox" checked={filters.found} onChange={(event) => onChange({ ...filters, found: event.target.checked })} />
        Only with findings
      </label>
      {filters !== ALL && (
        <button type="button" className="button quiet slim" onClick={() => onChange(ALL)}>Show all</button>
      )}
    </div>
  );
}

interface ChoiceProps<Key extends string> {
  name: string;
  all: string;
  words: Record<Key, string>;
  value: Key | null;
  onChange: (value: Key | null) => void;
}

function Choice<Key extends string>({ name, all, words, value, onChange }: ChoiceProps<Key>) {
  const keys = keysOf(words);
  return (
    <select className="input" aria-label={name} value={value ?? ""}
      onChange={(event) => onChange(keys.find((key) => key === event.target.value) ?? null)}>
      <option value="">{all}</option>
      {keys.map((key) => <option key={key} value={key}>{words[key]}</option>)}
    </select>
  );
}
