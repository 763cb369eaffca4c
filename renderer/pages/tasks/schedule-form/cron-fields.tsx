import { FormField } from '../../../ui/form-field.tsx';
import { inShape, MINUTE_STEPS, readCron, SIMPLE_KINDS, writeCron, type SimpleCron } from './cron-simple.ts';

const WEEKDAYS = [
  [1, 'Mon'],
  [2, 'Tue'],
  [3, 'Wed'],
  [4, 'Thu'],
  [5, 'Fri'],
  [6, 'Sat'],
  [0, 'Sun'],
] as const;

/** Set times, chosen without knowing cron; the text below says the same, and can say more. */
export function CronFields({
  cron,
  problem,
  onCron,
}: {
  cron: string;
  problem: string | undefined;
  onCron: (cron: string) => void;
}) {
  const simple = readCron(cron);
  const put = (next: SimpleCron): void => onCron(writeCron(next));
  return (
    <>
      <div className="flex flex-wrap gap-x-3">
        <FormField label="Repeats">
          {(ids) => (
            <select
              {...ids}
              className="field"
              value={simple?.kind ?? 'cron'}
              onChange={({ target: { value } }) => {
                const kind = SIMPLE_KINDS.find(([each]) => each === value)?.[0];
                if (kind) put(inShape(kind, simple));
              }}
            >
              {SIMPLE_KINDS.map(([kind, text]) => (
                <option key={kind} value={kind}>
                  {text}
                </option>
              ))}
              {simple ? null : <option value="cron">As the text says</option>}
            </select>
          )}
        </FormField>
        {simple ? <Parts simple={simple} onChange={put} /> : null}
      </div>
      {simple?.kind === 'weekly' ? <Weekdays simple={simple} onChange={put} /> : null}
      <FormField
        label="Cron"
        hint="Minute, hour, day, month, weekday; seconds first where there are six."
        problem={problem}
      >
        {(ids) => (
          <input
            {...ids}
            className="field font-mono"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            value={cron}
            onChange={(event) => onCron(event.target.value)}
          />
        )}
      </FormField>
    </>
  );
}

interface PartProps<Shape extends SimpleCron> {
  readonly simple: Shape;
  readonly onChange: (next: SimpleCron) => void;
}

function Parts({ simple, onChange }: PartProps<SimpleCron>) {
  if (simple.kind === 'minutes')
    return (
      <FormField label="Minutes">
        {(ids) => (
          <select
            {...ids}
            className="field"
            value={simple.every}
            onChange={(event) => onChange({ ...simple, every: Number(event.target.value) })}
          >
            {MINUTE_STEPS.map((step) => (
              <option key={step}>{step}</option>
            ))}
          </select>
        )}
      </FormField>
    );
  if (simple.kind === 'hourly')
    return (
      <NumberPart
        label="At minute"
        value={simple.minute}
        min={0}
        max={59}
        onChange={(minute) => onChange({ ...simple, minute })}
      />
    );
  return (
    <>
      {simple.kind === 'monthly' ? (
        <NumberPart
          label="Day"
          value={simple.day}
          min={1}
          max={31}
          onChange={(day) => onChange({ ...simple, day })}
        />
      ) : null}
      <FormField label="Time">
        {(ids) => (
          <input
            {...ids}
            type="time"
            className="field"
            value={`${pad(simple.hour)}:${pad(simple.minute)}`}
            onChange={({ target: { value } }) => {
              const [hour, minute] = value.split(':').map(Number);
              if (hour !== undefined && minute !== undefined) onChange({ ...simple, hour, minute });
            }}
          />
        )}
      </FormField>
    </>
  );
}

function NumberPart({
  label,
  value,
  min,
  max,
  onChange,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) {
  return (
    <FormField label={label}>
      {(ids) => (
        <input
          {...ids}
          type="number"
          className="field w-[64px]"
          min={min}
          max={max}
          value={value}
          onChange={({ target }) => {
            const next = target.valueAsNumber;
            if (Number.isInteger(next) && next >= min && next <= max) onChange(next);
          }}
        />
      )}
    </FormField>
  );
}

function Weekdays({ simple, onChange }: PartProps<Extract<SimpleCron, { kind: 'weekly' }>>) {
  return (
    <fieldset className="mb-3 flex flex-wrap gap-x-3 gap-y-1">
      <legend className="sr-only">Weekdays</legend>
      {WEEKDAYS.map(([day, text]) => {
        const on = simple.days.includes(day);
        return (
          <label key={day} className="flex items-center gap-1.5">
            <input
              type="checkbox"
              checked={on}
              // One must stay: a week without a day is no schedule.
              disabled={on && simple.days.length === 1}
              onChange={() =>
                onChange({
                  ...simple,
                  days: on ? simple.days.filter((each) => each !== day) : [...simple.days, day],
                })
              }
            />
            {text}
          </label>
        );
      })}
    </fieldset>
  );
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
