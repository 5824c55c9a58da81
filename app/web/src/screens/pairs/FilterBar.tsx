import { say } from "../../language/say";
import { keysOf } from "../../words";
import { ALL, type Filters } from "./usePairs";

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

export function FilterBar({ filters, onChange }: Props) {
  return (
    <div className="filters" role="search" aria-label={say.pairs.title}>
      <input type="search" className="input" aria-label={say.pairs.search} placeholder={say.pairs.search}
        maxLength={200} value={filters.search} onChange={(event) => onChange({ ...filters, search: event.target.value })} />
      <Choice name={say.pairs.category} all={say.pairs.allCategories} words={say.shared.categories} value={filters.category}
        onChange={(category) => onChange({ ...filters, category })} />
      <Choice name={say.pairs.difficulty} all={say.pairs.allDifficulties} words={say.shared.difficulties} value={filters.difficulty}
        onChange={(difficulty) => onChange({ ...filters, difficulty })} />
      <Choice name={say.pairs.use} all={say.pairs.allUses} words={say.pairs.uses} value={filters.split}
        onChange={(split) => onChange({ ...filters, split })} />
      <label className="row filter-check">
        <input type="checkbox" checked={filters.found} onChange={(event) => onChange({ ...filters, found: event.target.checked })} />
        {say.pairs.onlyFound}
      </label>
      {filters !== ALL && (
        <button type="button" className="button quiet slim" onClick={() => onChange(ALL)}>{say.pairs.showAll}</button>
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
