/** Writes the report of a session out of real runs, decisions and notes. */
import { useState, type FormEvent } from 'react';
import type { SessionReport } from '#shared/nouns/prompt.ts';
import { toApiError, type ApiError } from '../../../api/api-error.ts';
import { client } from '../../../session/session.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { FormField } from '../../../ui/form-field.tsx';
import { Path } from '../../../ui/path.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { plain } from '../../../words/plain.ts';

export function SessionReportDialog({ onClose }: { onClose: () => void }) {
  const [slug, setSlug] = useState('session');
  const [objective, setObjective] = useState('');
  const [nextGoal, setNextGoal] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [written, setWritten] = useState<SessionReport>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      setWritten(
        await client.reportSession({
          body: {
            slug: slug.trim(),
            ...(objective.trim() === '' ? {} : { objective: objective.trim() }),
            ...(nextGoal.trim() === '' ? {} : { nextGoal: nextGoal.trim() }),
          },
        }),
      );
    } catch (thrown) {
      setError(toApiError(thrown));
    }
    setBusy(false);
  };
  if (written)
    return (
      <Dialog title="Session report" onClose={onClose} wide>
        <p className="mb-2 flex items-center gap-0.5">
          <Path path={written.file} />
          <CopyButton text={() => written.text} label="Copy the report" />
        </p>
        <pre
          aria-label="The report"
          // The keyboard scrolls it.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="code-box max-h-[56vh] overflow-y-auto"
        >
          {plain(written.text)}
        </pre>
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
        </DialogActions>
      </Dialog>
    );
  return (
    <Dialog title="Session report" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <p className="mb-3 text-ink-2">
          Since midnight: what ran, what was decided, what is open. It is written into the folder reports.
        </p>
        <FormField label="Name" hint="Of the file, after its date: lower-case letters, digits and dashes.">
          {(ids) => (
            <input
              {...ids}
              className="field font-mono"
              spellCheck={false}
              autoCapitalize="off"
              maxLength={80}
              value={slug}
              onChange={(event) => setSlug(event.target.value)}
            />
          )}
        </FormField>
        <FormField label="Objective (optional)">
          {(ids) => (
            <textarea
              {...ids}
              className="field"
              rows={2}
              maxLength={2_000}
              value={objective}
              onChange={(event) => setObjective(event.target.value)}
            />
          )}
        </FormField>
        <FormField label="Next goal (optional)">
          {(ids) => (
            <textarea
              {...ids}
              className="field"
              rows={2}
              maxLength={2_000}
              value={nextGoal}
              onChange={(event) => setNextGoal(event.target.value)}
            />
          )}
        </FormField>
        {error ? <Problem error={error} /> : null}
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn btn-primary" disabled={busy}>
            {busy ? 'Writing…' : 'Write it'}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
