import { useId, useState } from "react";
import type { AutoTraining } from "./Settings";

interface Props {
  values: AutoTraining;
  onChange: (changes: Partial<AutoTraining>) => void;
}

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The settings as sentences with blanks. */
export function AutoTrainingForm({ values, onChange }: Props) {
  const id = useId();
  return (
    <div className="stack">
      <label className="row">
        <input type="checkbox" role="switch" className="switch" checked={values.enabled}
          onChange={(event) => onChange({ enabled: event.target.checked })} />
        <span className="label">Train by itself</span>
      </label>
      <fieldset className="stack sentences" disabled={!values.enabled}>
        <legend className="hidden">When it trains by itself</legend>
        <p className="sentence">
          Train after every
          <NumberBlank name="New pairs that start a training" least={1} most={1000} value={values.pairThreshold}
            onChange={(pairThreshold) => onChange({ pairThreshold })} />
          new pairs
        </p>
        <p className="sentence">
          and
          <label htmlFor={`${id}-schedule`} className="hidden">Schedule</label>
          <select id={`${id}-schedule`} className="input" value={values.schedule}
            onChange={(event) => onChange({
              schedule: event.target.value as AutoTraining["schedule"],
              ...(values.schedule === "OFF" && values.timeZone === "UTC" ? { timeZone: HERE } : {}),
            })}>
            <option value="OFF">not by the clock</option>
            <option value="DAILY">every night</option>
            <option value="WEEKLY">every week</option>
          </select>
          {values.schedule !== "OFF" && <Clock values={values} onChange={onChange} />}
        </p>
        {values.schedule !== "OFF" && (
          <p className="sentence">
            if at least
            <NumberBlank name="Fewest new pairs for a scheduled training" least={1} most={1000} value={values.minNewPairs}
              onChange={(minNewPairs) => onChange({ minNewPairs })} />
            pairs are new,
          </p>
        )}
        <p className="sentence">
          but not more often than every
          <NumberBlank name="Minutes between trainings" least={0} most={10_080} value={values.cooldownMinutes}
            onChange={(cooldownMinutes) => onChange({ cooldownMinutes })} />
          minutes
        </p>
        <p className="sentence">
          and at most
          <NumberBlank name="Trainings a day" least={1} most={100} value={values.maxRunsPerDay}
            onChange={(maxRunsPerDay) => onChange({ maxRunsPerDay })} />
          times a day.
        </p>
      </fieldset>
      <p className="sentence">
        A new version goes live by itself
        <select className="input" aria-label="When a new version goes live" value={values.goLiveWhen}
          onChange={(event) => onChange({ goLiveWhen: event.target.value as AutoTraining["goLiveWhen"] })}>
          <option value="BETTER">when it is certainly better</option>
          <option value="PROBABLY_BETTER">when it is probably better</option>
          <option value="NOT_WORSE">unless it is worse</option>
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
          on
          <select className="input" aria-label="Day of the week" value={values.weekday}
            onChange={(event) => onChange({ weekday: Number(event.target.value) })}>
            {DAYS.map((day, index) => <option key={day} value={index}>{day}</option>)}
          </select>
        </>
      )}
      at
      <select className="input" aria-label="Hour" value={values.hour}
        onChange={(event) => onChange({ hour: Number(event.target.value) })}>
        {Array.from({ length: 24 }, (_, hour) => <option key={hour} value={hour}>{String(hour).padStart(2, "0")}:00</option>)}
      </select>
      <select className="input" aria-label="Time zone" value={values.timeZone}
        onChange={(event) => onChange({ timeZone: event.target.value })}>
        {known.map((zone) => <option key={zone}>{zone}</option>)}
      </select>
    </>
  );
}

interface NumberProps {
  name: string;
  least: number;
  most: number;
  value: number;
  onChange: (value: number) => void;
}

/** Saved when it is left or Enter is pressed, not while half a number stands there. */
function NumberBlank({ name, least, most, value, onChange }: NumberProps) {
  const [text, setText] = useState<string | null>(null);
  function commit() {
    if (text === null) return;
    const wanted = Number(text);
    setText(null);
    if (text.trim() && Number.isInteger(wanted) && wanted >= least && wanted <= most && wanted !== value) onChange(wanted);
  }
  return (
    <input type="number" className="input blank" aria-label={name} min={least} max={most} inputMode="numeric"
      value={text ?? value} onChange={(event) => setText(event.target.value)} onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()} />
  );
}
