/** Has the report of a day or a week made now. */
import { useState, type FormEvent } from 'react';
import type { PeriodKind } from '#shared/nouns/report.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { machineNow, useMachineClock } from '../../live/machine-clock.ts';
import { client } from '../../session/session.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { dayOf, isDay } from '../../words/zone.ts';

export function MakeReportDialog({
  onClose,
  onMade,
}: {
  onClose: () => void;
  onMade: (name: string) => void;
}) {
  const tz = useMachineClock((state) => state.tz);
  const [kind, setKind] = useState<PeriodKind>('day');
  const [today] = useState(() => dayOf(machineNow(), tz));
  const [day, setDay] = useState(today);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const problem = !isDay(day) ? 'Choose a day' : day > today ? 'It has not been yet' : undefined;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setError(undefined);
    if (problem !== undefined || busy) return;
    setBusy(true);
    try {
      onMade((await client.makeReport({ body: { kind, day } })).name);
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Make a report" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <div className="mb-3">
          <Segmented<PeriodKind>
            label="Of"
            value={kind}
            options={[
              ['day', 'A day'],
              ['week', 'A week'],
            ]}
            onChange={setKind}
          />
        </div>
        <FormField
          label={kind === 'day' ? 'Day' : 'Any day of the week'}
          hint={
            kind === 'day'
              ? 'Of a day that is not over: as it stands now.'
              : 'From Monday to Sunday; of a week that is not over: as it stands now.'
          }
          problem={tried ? problem : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              type="date"
              className="field"
              max={today}
              value={day}
              onChange={(event) => setDay(event.target.value)}
            />
          )}
        </FormField>
        {error ? <Problem error={error} className="mt-2" /> : null}
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn btn-primary" aria-disabled={busy}>
            {busy ? 'Making…' : 'Make report'}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
