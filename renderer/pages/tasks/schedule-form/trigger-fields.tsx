/** The fields of one trigger, by its kind. */
import type { ReactNode } from 'react';
import type { Task } from '#shared/nouns/task.ts';
import { machineNow, useMachineClock } from '../../../live/machine-clock.ts';
import { useLive } from '../../../live/store.ts';
import { Combobox } from '../../../ui/combobox.tsx';
import { FormField } from '../../../ui/form-field.tsx';
import { HookAddress } from '../schedule/hook-address.tsx';
import { CronFields } from './cron-fields.tsx';
import { hasOffset, type Draft, type Fields } from './trigger-draft.ts';
import { zoneOptions } from './zones.ts';

export interface TriggerFieldsProps {
  readonly task: Task;
  readonly draft: Draft;
  /** What is wrong, by field. */
  readonly problems: Partial<Record<keyof Fields, string>>;
  readonly onChange: (change: Partial<Fields>) => void;
}

export function TriggerFields(props: TriggerFieldsProps) {
  const { task, draft, problems, onChange } = props;
  const { fields } = draft;
  switch (draft.kind) {
    case 'cron':
      return (
        <>
          <CronFields cron={fields.cron} problem={problems.cron} onCron={(cron) => onChange({ cron })} />
          <ZoneField {...props} />
        </>
      );
    case 'every':
      return (
        <>
          <TextField {...props} name="every" label="Every" hint="Such as 30s, 15m, 1h30m, 1d." />
          <TextField
            {...props}
            name="anchor"
            label="Counted from (optional)"
            hint="Such as 2027-03-01T09:00. Without it, from midnight UTC for what divides a day."
          />
        </>
      );
    case 'at':
      return (
        <>
          <MomentField {...props} />
          {hasOffset(fields.at) ? null : <ZoneField {...props} />}
        </>
      );
    case 'startup':
    case 'wake':
    case 'login':
      return (
        <TextField
          {...props}
          name="delay"
          label="After a while (optional)"
          hint="Such as 30s or 5m; at once without it."
        />
      );
    case 'file':
      return (
        <>
          <TextField
            {...props}
            name="file"
            label="File"
            mono
            hint="A path, or many with a pattern: ~/Downloads/*.pdf"
          />
          <SelectField
            label="When it is"
            value={fields.fileOn}
            options={[
              ['both', 'Created or changed'],
              ['created', 'Created'],
              ['changed', 'Changed'],
            ]}
            onChange={(fileOn) => onChange({ fileOn })}
          />
          <TextField
            {...props}
            name="settle"
            label="And left alone for (optional)"
            hint="Such as 5s; 2s without it."
          />
        </>
      );
    case 'volume':
      return (
        <>
          <TextField {...props} name="volume" label="Volume" hint="Its name, or its UUID." />
          <TextField {...props} name="delay" label="After a while (optional)" hint="Such as 10s." />
        </>
      );
    case 'after':
      return (
        <>
          <OtherTaskField {...props} />
          <SelectField
            label="When it"
            value={fields.afterOn}
            options={[
              ['success', 'Succeeded'],
              ['failure', 'Failed'],
              ['any', 'Ended, however'],
            ]}
            onChange={(afterOn) => onChange({ afterOn })}
          />
        </>
      );
    case 'webhook':
      return (
        <>
          <TextField
            {...props}
            name="perMinute"
            label="At most, times a minute (optional)"
            hint="30 without it."
          />
          {task.definition?.triggers?.some((trigger) => 'webhook' in trigger) ? (
            <HookAddress task={task} />
          ) : (
            <p className="text-sm text-ink-3">Its address shows here once the schedule is saved.</p>
          )}
        </>
      );
  }
}

function TextField({
  draft,
  problems,
  onChange,
  name,
  label,
  hint,
  mono = false,
}: TriggerFieldsProps & { name: keyof Fields; label: string; hint: ReactNode; mono?: boolean }) {
  return (
    <FormField label={label} hint={hint} problem={problems[name]}>
      {(ids) => (
        <input
          {...ids}
          className={`field ${mono ? 'font-mono' : ''}`}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={draft.fields[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </FormField>
  );
}

function SelectField<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
}) {
  return (
    <FormField label={label}>
      {(ids) => (
        <select
          {...ids}
          className="field"
          value={value}
          onChange={(event) => {
            const chosen = options.find(([each]) => each === event.target.value);
            if (chosen) onChange(chosen[0]);
          }}
        >
          {options.map(([each, text]) => (
            <option key={each} value={each}>
              {text}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}

/** A moment that says its own offset, as a file may, stays a text: a field of day and time would lose it. */
function MomentField(props: TriggerFieldsProps) {
  const { draft, problems, onChange } = props;
  const { at } = draft.fields;
  if (at !== '' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(at))
    return <TextField {...props} name="at" label="At" mono hint="Such as 2027-03-01T09:00+07:00." />;
  return (
    <FormField label="At" problem={problems.at}>
      {(ids) => (
        <input
          {...ids}
          type="datetime-local"
          step={at.length > 16 ? 1 : 60}
          className="field"
          value={at}
          onChange={(event) => onChange({ at: event.target.value })}
        />
      )}
    </FormField>
  );
}

function ZoneField({ draft, problems, onChange }: TriggerFieldsProps) {
  const own = useMachineClock((state) => state.tz);
  return (
    <FormField
      label="Time zone"
      hint={`Without one, the machine's: ${own}, and wherever it travels.`}
      problem={problems.tz}
    >
      {(ids) => (
        <Combobox
          ids={ids}
          value={draft.fields.tz}
          options={zoneOptions(machineNow())}
          placeholder={own}
          onChange={(tz) => onChange({ tz })}
        />
      )}
    </FormField>
  );
}

function OtherTaskField({ task, draft, problems, onChange }: TriggerFieldsProps) {
  const tasks = useLive((state) => state.tasks) ?? [];
  const options = tasks
    .filter(({ id }) => id !== task.id)
    .map(({ id, title }) => ({ value: id, text: title, detail: () => id }));
  return (
    <FormField label="Task" hint="Its title finds it; its id stands in the file." problem={problems.after}>
      {(ids) => (
        <Combobox
          ids={ids}
          value={draft.fields.after}
          options={options}
          onChange={(after) => onChange({ after })}
        />
      )}
    </FormField>
  );
}
