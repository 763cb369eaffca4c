/** When reports are made by themselves. */
import type { ReportSettings } from '#shared/nouns/report.ts';
import { Switch } from '../../ui/switch.tsx';
import { capital } from '../../words/run-state.ts';
import { WEEKDAY_NAMES } from '../reports/report-words.ts';
import { Row, Rows } from './rows.tsx';
import { TimeField } from './time-field.tsx';

const USUAL = { day: '07:30', week: { on: 'monday', at: '07:30' } } as const satisfies ReportSettings;

export function ReportRows({
  value,
  onSave,
}: {
  value: ReportSettings;
  onSave: (value: ReportSettings) => void;
}) {
  const { day, week } = value;
  return (
    <Rows title="Reports" id="reports">
      <Row name="Of each day" hint="In the morning after; missed ones are made up for.">
        <span className="flex items-center gap-3">
          {day === null ? null : (
            <TimeField
              key={day}
              label="When a day’s report is made"
              value={day}
              onSave={(at) => onSave({ ...value, day: at })}
            />
          )}
          <Switch
            label="A report of each day"
            checked={day !== null}
            onChange={(on) => onSave({ ...value, day: on ? USUAL.day : null })}
          />
        </span>
      </Row>
      <Row name="Of each week" hint="Of the last one, Monday to Sunday.">
        <span className="flex flex-wrap items-center justify-end gap-3">
          {week === null ? null : (
            <>
              <select
                className="field"
                aria-label="The day a week’s report is made"
                value={week.on}
                onChange={(event) =>
                  onSave({
                    ...value,
                    week: {
                      ...week,
                      on: WEEKDAY_NAMES.find((name) => name === event.target.value) ?? week.on,
                    },
                  })
                }
              >
                {WEEKDAY_NAMES.map((name) => (
                  <option key={name} value={name}>
                    {capital(name)}
                  </option>
                ))}
              </select>
              <TimeField
                key={week.at}
                label="When a week’s report is made"
                value={week.at}
                onSave={(at) => onSave({ ...value, week: { ...week, at } })}
              />
            </>
          )}
          <Switch
            label="A report of each week"
            checked={week !== null}
            onChange={(on) => onSave({ ...value, week: on ? USUAL.week : null })}
          />
        </span>
      </Row>
    </Rows>
  );
}
