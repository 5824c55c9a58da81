import { useId, useState } from "react";
import { say } from "../../language/say";
import { keysOf } from "../../words";
import type { AutoTraining } from "./documents";

interface Props {
  values: AutoTraining;
  onChange: (changes: Partial<AutoTraining>) => void;
}

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The settings as sentences with blanks. */
export function AutoTrainingForm({ values, onChange }: Props) {
  const id = useId();
  return (
    <div className="stack">
      <label className="row">
        <input type="checkbox" role="switch" className="switch" checked={values.enabled}
          onChange={(event) => onChange({ enabled: event.target.checked })} />
        <span className="label">{say.settings.byItself}</span>
      </label>
      <fieldset className="stack sentences" disabled={!values.enabled}>
        <legend className="hidden">{say.settings.byItselfWhen}</legend>
        <p className="sentence">
          {say.settings.every.before}
          <NumberBlank name={say.settings.every.name} value={values.pairThreshold}
            onChange={(pairThreshold) => onChange({ pairThreshold })} />
          {say.settings.every.after}
        </p>
        <p className="sentence">
          {say.settings.and}
          <label htmlFor={`${id}-schedule`} className="hidden">{say.settings.schedule}</label>
          <select id={`${id}-schedule`} className="input" value={values.schedule}
            onChange={(event) => onChange({
              schedule: event.target.value as AutoTraining["schedule"],
              ...(values.schedule === "OFF" && values.timeZone === "UTC" ? { timeZone: HERE } : {}),
            })}>
            {keysOf(say.settings.schedules).map((key) => <option key={key} value={key}>{say.settings.schedules[key]}</option>)}
          </select>
          {values.schedule !== "OFF" && <Clock values={values} onChange={onChange} />}
        </p>
        {values.schedule !== "OFF" && (
          <p className="sentence">
            {say.settings.least.before}
            <NumberBlank name={say.settings.least.name} value={values.minNewPairs}
              onChange={(minNewPairs) => onChange({ minNewPairs })} />
            {say.settings.least.after}
          </p>
        )}
        <p className="sentence">
          {say.settings.cooldown.before}
          <NumberBlank name={say.settings.cooldown.name} value={values.cooldownMinutes}
            onChange={(cooldownMinutes) => onChange({ cooldownMinutes })} />
          {say.settings.cooldown.after}
        </p>
        <p className="sentence">
          {say.settings.most.before}
          <NumberBlank name={say.settings.most.name} value={values.maxRunsPerDay}
            onChange={(maxRunsPerDay) => onChange({ maxRunsPerDay })} />
          {say.settings.most.after}
        </p>
      </fieldset>
      <p className="sentence">
        {say.settings.goesLive}
        <select className="input" aria-label={say.settings.whenLive} value={values.goLiveWhen}
          onChange={(event) => onChange({ goLiveWhen: event.target.value as AutoTraining["goLiveWhen"] })}>
          {keysOf(say.settings.goLive).map((key) => <option key={key} value={key}>{say.settings.goLive[key]}</option>)}
        </select>
      </p>
    </div>
  );
}

function Clock({ values, onChange }: Props) {
  const zones = Intl.supportedValuesOf("timeZone");
  const known = zones.includes(values.timeZone) ? zones : [values.timeZone, ...zones];
  return (
    <>
      {values.schedule === "WEEKLY" && (
        <>
          {say.settings.on}
          <select className="input" aria-label={say.settings.weekday} value={values.weekday}
            onChange={(event) => onChange({ weekday: Number(event.target.value) })}>
            {DAYS.map((day) => <option key={day} value={day}>{say.settings.weekdays[day]}</option>)}
          </select>
        </>
      )}
      {say.settings.at}
      <select className="input" aria-label={say.settings.hour} value={values.hour}
        onChange={(event) => onChange({ hour: Number(event.target.value) })}>
        {Array.from({ length: 24 }, (_, hour) => <option key={hour} value={hour}>{String(hour).padStart(2, "0")}:00</option>)}
      </select>
      <select className="input" aria-label={say.settings.timeZone} value={values.timeZone}
        onChange={(event) => onChange({ timeZone: event.target.value })}>
        {known.map((zone) => <option key={zone}>{zone}</option>)}
      </select>
    </>
  );
}

interface NumberProps {
  name: string;
  value: number;
  onChange: (value: number) => void;
}

/** Saved when it is left or Enter is pressed, not while half a number stands there; what is out of range is refused then. */
function NumberBlank({ name, value, onChange }: NumberProps) {
  const [text, setText] = useState<string | null>(null);
  function commit() {
    if (text === null) return;
    const wanted = Number(text);
    setText(null);
    if (text.trim() && Number.isInteger(wanted) && wanted !== value) onChange(wanted);
  }
  return (
    <input type="number" className="input blank" aria-label={name} min={0} inputMode="numeric"
      value={text ?? value} onChange={(event) => setText(event.target.value)} onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()} />
  );
}
