import { useState, type FormEvent } from 'react';
import type { PauseScope } from '#shared/nouns/slot.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { pauseSchedule } from '../../live/actions.ts';
import { machineNow, useMachineClock } from '../../live/machine-clock.ts';
import { useLive } from '../../live/store.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { LENGTHS, untilOf, type Length } from './pause-until.ts';

/** @param scope what is paused; a choice of everything or a tag where it is everything */
export function PauseDialog({
  scope,
  title,
  onClose,
}: {
  scope: PauseScope;
  title: string;
  onClose: () => void;
}) {
  const [length, setLength] = useState<Length>('30m');
  const [time, setTime] = useState('');
  const [tag, setTag] = useState('');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string>();
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const tz = useMachineClock((state) => state.tz);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const until = untilOf(length, { now: machineNow(), tz, time });
    setProblem('problem' in until ? until.problem : undefined);
    if ('problem' in until) return;
    setBusy(true);
    try {
      await pauseSchedule(tag === '' ? scope : { tag }, {
        until: until.at === undefined ? undefined : new Date(until.at).toISOString(),
        reason: reason.trim(),
      });
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <p className="mb-3 text-ink-2">
          Nothing starts by itself meanwhile; what goes, goes on, and you can still start tasks by hand.
        </p>
        {'all' in scope ? <WhatField tag={tag} onTag={setTag} /> : null}
        <fieldset className="mb-3 flex flex-col gap-1.5">
          <legend className="mb-1 text-sm font-medium">How long</legend>
          {LENGTHS.map(([value, text]) => (
            <label key={value} className="flex items-center gap-2">
              <input
                type="radio"
                name="length"
                checked={length === value}
                onChange={() => setLength(value)}
              />
              {text}
            </label>
          ))}
        </fieldset>
        {length === 'time' ? (
          <FormField label="Until" hint={`On a clock in ${tz}.`} problem={problem}>
            {(ids) => (
              <input
                {...ids}
                type="datetime-local"
                className="field"
                value={time}
                onChange={(event) => setTime(event.target.value)}
              />
            )}
          </FormField>
        ) : null}
        <FormField label="Reason (optional)">
          {(ids) => (
            <input
              {...ids}
              className="field"
              maxLength={500}
              autoComplete="off"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </FormField>
        {error ? <Problem error={error} /> : null}
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
          <button type="submit" className="btn btn-primary" disabled={busy}>
            Pause
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Everything, or the tasks of one tag; nothing to choose where no task has a tag. */
function WhatField({ tag, onTag }: { tag: string; onTag: (tag: string) => void }) {
  const tasks = useLive((state) => state.tasks);
  const tags = [...new Set(tasks?.flatMap((task) => task.tags))].sort();
  if (tags.length === 0) return null;
  return (
    <FormField label="What">
      {(ids) => (
        <select {...ids} className="field" value={tag} onChange={(event) => onTag(event.target.value)}>
          <option value="">Everything</option>
          {tags.map((each) => (
            <option key={each} value={each}>
              Tasks with the tag {each}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}
