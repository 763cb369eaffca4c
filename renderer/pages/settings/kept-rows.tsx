/** How long what happened is kept: runs, logs, events, and figures of them. */
import type { Retention } from '#shared/nouns/retention.ts';
import type { TelemetrySettings } from '#shared/nouns/telemetry.ts';
import { Switch } from '../../ui/switch.tsx';
import { DaysField } from './days-field.tsx';
import { NumberField } from './number-field.tsx';
import { RetentionPlan } from './retention-plan.tsx';
import { Row, Rows } from './rows.tsx';

const MB = 1_000_000;
const FOR_EVER = '0 is for ever.';

/** @param onSave rejects nothing: what cannot be saved is told beside the page */
export function RetentionRows({ value, onSave }: { value: Retention; onSave: (value: Retention) => void }) {
  const days = (name: DaysOf, title: string, hint: string, least: number) => (
    <Row name={`${title}, in days`} hint={`${hint} ${FOR_EVER}`.trim()}>
      <DaysField
        label={`${title} in days`}
        value={value[name]}
        least={least}
        onSave={(kept) => onSave({ ...value, [name]: kept })}
      />
    </Row>
  );
  return (
    <Rows title="What is kept" id="kept">
      {days('runDays', 'Runs', 'With their steps, checks and decisions; what was due, too.', 31)}
      <Row name="Runs of each task" hint="The newest, which stay whatever their age.">
        <NumberField
          label="Runs of each task"
          value={value.runsPerTask}
          min={1}
          max={10_000}
          whole
          onSave={(runsPerTask) => onSave({ ...value, runsPerTask })}
        />
      </Row>
      {days('logDays', 'Logs', 'What runs wrote.', 1)}
      <Row name="All logs together, in MB" hint="Beyond it the oldest go first. 0 is as much as there is.">
        <NumberField
          label="All logs together in MB"
          value={value.logBytes === null ? 0 : value.logBytes / MB}
          min={10}
          max={1e9}
          orZero
          onSave={(size) => onSave({ ...value, logBytes: size === 0 ? null : Math.round(size * MB) })}
        />
      </Row>
      {days('eventDays', 'Events', 'From which pages and clients go on where they were.', 7)}
      {days('orderDays', 'Orders', 'In queue/done and queue/failed.', 1)}
      {days('snapshotDays', 'Copies of agents', 'As they were before a change.', 31)}
      {days('releaseDays', 'Releases', 'Of modules and of Luka, besides the current ones.', 1)}
      <Row name="Releases of each" hint="The newest, which stay whatever their age.">
        <NumberField
          label="Releases of each"
          value={value.releasesKept}
          min={1}
          max={100}
          whole
          onSave={(releasesKept) => onSave({ ...value, releasesKept })}
        />
      </Row>
      <RetentionPlan value={value} />
    </Rows>
  );
}

type DaysOf = 'runDays' | 'logDays' | 'eventDays' | 'orderDays' | 'snapshotDays' | 'releaseDays';

/** Figures outlive what they were reckoned from. */
export function TelemetryRows({
  value,
  onSave,
}: {
  value: TelemetrySettings;
  onSave: (value: TelemetrySettings) => void;
}) {
  return (
    <Rows title="Figures of the insights" id="figures">
      <Row name="Each run and sample, in days">
        <NumberField
          label="Each run and sample in days"
          value={value.rawDays}
          min={7}
          max={3_650}
          whole
          onSave={(rawDays) => onSave({ ...value, rawDays })}
        />
      </Row>
      <Row name="Each hour, in days" hint="The map of the week knows no more than these.">
        <NumberField
          label="Each hour in days"
          value={value.hourlyDays}
          min={31}
          max={36_500}
          whole
          onSave={(hourlyDays) => onSave({ ...value, hourlyDays })}
        />
      </Row>
      <Row name="Each day, in days" hint={FOR_EVER}>
        <DaysField
          label="Each day in days"
          value={value.dailyDays}
          least={366}
          onSave={(dailyDays) => onSave({ ...value, dailyDays })}
        />
      </Row>
      <Row name="Lines for other programs" hint="One of JSON for each event of a run, in telemetry/.">
        <Switch
          label="Lines for other programs"
          checked={value.lines}
          onChange={(lines) => onSave({ ...value, lines })}
        />
      </Row>
      {value.lines ? (
        <Row name="Those lines, in days" hint={FOR_EVER}>
          <DaysField
            label="Lines in days"
            value={value.lineDays}
            least={1}
            onSave={(lineDays) => onSave({ ...value, lineDays })}
          />
        </Row>
      ) : null}
    </Rows>
  );
}
