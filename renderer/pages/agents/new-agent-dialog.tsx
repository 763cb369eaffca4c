/** What to run and when; the plist for it is shown while it is typed, and is written only when somebody says so. */
import { useEffect, useState, type FormEvent } from 'react';
import type { AgentChange, AgentFinding } from '#shared/nouns/agent.ts';
import { isAbort, toApiError, type ApiError } from '../../api/api-error.ts';
import { client } from '../../session/session.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { PlainText } from '../../ui/diff-view.tsx';
import { Findings } from '../../ui/findings.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { toast } from '../../ui/toasts.tsx';
import { capital } from '../../words/run-state.ts';
import { draftOf, EMPTY_FORM, missing, UNITS, WHEN_KINDS, type AgentForm } from './new-agent-form.ts';

const PAUSE_MS = 300;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

interface Written {
  readonly file: string;
  readonly text: string;
  readonly findings: readonly AgentFinding[];
}

export function NewAgentDialog({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (change: AgentChange) => void;
}) {
  const [form, setForm] = useState<AgentForm>(EMPTY_FORM);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [undone, setUndone] = useState<AgentChange>();
  const problems = missing(form);
  const isWhole = Object.keys(problems).length === 0;
  const { written, error: refused } = useWritten(form, isWhole);
  const set = (change: Partial<AgentForm>): void => {
    setForm({ ...form, ...change });
    setError(undefined);
    setUndone(undefined);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!isWhole || busy) return;
    setBusy(true);
    try {
      const change = await client.createAgent({ body: { draft: draftOf(form) } });
      if (change.state === 'done') {
        toast({ kind: 'done', text: `${change.label} is loaded` });
        onCreated(change);
      } else setUndone(change);
    } catch (thrown) {
      setError(toApiError(thrown));
    }
    setBusy(false);
  };
  const failed = error ?? refused;
  return (
    <Dialog title="New agent" onClose={onClose} wide>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <FormField
          label="Label"
          hint="Its name, unique on this machine."
          problem={tried ? problems.label : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              className="field font-mono"
              spellCheck={false}
              autoCapitalize="off"
              placeholder="com.me.backup"
              value={form.label}
              onChange={(event) => set({ label: event.target.value })}
            />
          )}
        </FormField>
        <FormField
          label="Command"
          hint="A program and its arguments. There is no shell around it: for a pipe, write sh -c '…'."
          problem={tried ? problems.command : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              className="field font-mono"
              spellCheck={false}
              autoCapitalize="off"
              placeholder="rsync -a /Users/me/Work /Volumes/Backup"
              value={form.command}
              onChange={(event) => set({ command: event.target.value })}
            />
          )}
        </FormField>
        <FormField label="Folder it runs in" hint="Your home where left out.">
          {(ids) => (
            <input
              {...ids}
              className="field font-mono"
              spellCheck={false}
              autoCapitalize="off"
              value={form.cwd}
              onChange={(event) => set({ cwd: event.target.value })}
            />
          )}
        </FormField>
        <p className="mb-1 text-sm font-medium">When</p>
        <div className="mb-2 max-w-full overflow-x-auto">
          <Segmented label="When" value={form.kind} options={WHEN_KINDS} onChange={(kind) => set({ kind })} />
        </div>
        <When form={form} problem={tried ? problems.when : undefined} onChange={set} />
        {written ? (
          <div className="mt-3">
            <h3 className="eyebrow mb-1">{written.file}</h3>
            <PlainText text={written.text} label="What is written" />
            {written.findings.length > 0 ? <Findings findings={written.findings} label="Findings" /> : null}
          </div>
        ) : null}
        {failed ? (
          <div className="mt-2">
            <Problem error={failed} />
            {failed.findings.length > 0 ? (
              <Findings findings={failed.findings} label="What is wrong" />
            ) : null}
          </div>
        ) : null}
        {undone ? (
          <div role="alert" className="mt-2">
            <p className="text-failed">It was made, did not hold, and was undone.</p>
            <p className="break-words text-ink-2">{capital(undone.message ?? '')}.</p>
          </div>
        ) : null}
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
          <button type="submit" className="btn btn-primary" disabled={busy}>
            {busy ? 'Creating…' : 'Create and load'}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function When({
  form,
  problem,
  onChange,
}: {
  form: AgentForm;
  problem: string | undefined;
  onChange: (change: Partial<AgentForm>) => void;
}) {
  switch (form.kind) {
    case 'every':
      return (
        <FormField label="How often" problem={problem}>
          {(ids) => (
            <span className="flex gap-2">
              <input
                {...ids}
                type="number"
                min={1}
                className="field w-24"
                value={form.every}
                onChange={(event) => onChange({ every: event.target.value })}
              />
              <select
                aria-label="Unit"
                className="field w-32"
                value={form.unit}
                onChange={(event) => onChange({ unit: event.target.value })}
              >
                {UNITS.map(([seconds, text]) => (
                  <option key={seconds} value={seconds}>
                    {text}
                  </option>
                ))}
              </select>
            </span>
          )}
        </FormField>
      );
    case 'daily':
      return (
        <>
          <FormField label="Time" problem={problem}>
            {(ids) => (
              <input
                {...ids}
                type="time"
                className="field w-32"
                value={form.time}
                onChange={(event) => onChange({ time: event.target.value })}
              />
            )}
          </FormField>
          <fieldset className="mb-3 flex flex-wrap gap-x-4 gap-y-1">
            <legend className="mb-1 text-sm font-medium">On (every day where none is chosen)</legend>
            {DAYS.map((day, index) => (
              <label key={day} className="flex items-center gap-1.5">
                <input
                  type="checkbox"
                  checked={form.weekdays.includes(index)}
                  onChange={(event) =>
                    onChange({
                      weekdays: event.target.checked
                        ? [...form.weekdays, index]
                        : form.weekdays.filter((each) => each !== index),
                    })
                  }
                />
                {day}
              </label>
            ))}
          </fieldset>
        </>
      );
    case 'watch':
      return (
        <FormField label="File or folder" hint="It runs whenever this changes." problem={problem}>
          {(ids) => (
            <input
              {...ids}
              className="field font-mono"
              spellCheck={false}
              autoCapitalize="off"
              value={form.path}
              onChange={(event) => onChange({ path: event.target.value })}
            />
          )}
        </FormField>
      );
    case 'login':
      return <p className="mb-3 text-ink-2">Once, when you log in, and now.</p>;
    case 'keep-alive':
      return (
        <p className="mb-3 text-ink-2">From now on and from each login; it is started again when it ends.</p>
      );
  }
}

/** The plist that would be written, asked for once the typing rests. */
function useWritten(form: AgentForm, isWhole: boolean): { written?: Written; error?: ApiError } {
  const [read, setRead] = useState<{ key: string; written?: Written; error?: ApiError }>();
  const key = isWhole ? JSON.stringify(draftOf(form)) : undefined;
  useEffect(() => {
    if (key === undefined) return undefined;
    const life = new AbortController();
    const timer = setTimeout(() => {
      client
        .draftAgent({ body: JSON.parse(key) as ReturnType<typeof draftOf> }, { signal: life.signal })
        .then((written) => setRead({ key, written }))
        .catch((error: unknown) => {
          if (!isAbort(error)) setRead({ key, error: toApiError(error) });
        });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      life.abort();
    };
  }, [key]);
  return read !== undefined && read.key === key ? read : {};
}
