/** Which folder to read, what of it, and how to follow it. */
import { useState, type FormEvent } from 'react';
import type { KnowledgeSource } from '#shared/nouns/knowledge.ts';
import { toApiError, type ApiError } from '../../../api/api-error.ts';
import { client } from '../../../session/session.ts';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { FormField } from '../../../ui/form-field.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import {
  EMPTY_DRAFT,
  EVERY_CHOICES,
  folderProblem,
  specOf,
  WATCH_CHOICES,
  type SourceDraft,
} from './source-draft.ts';

export function AddSourceDialog({
  onClose,
  onAdded,
}: {
  onClose: () => void;
  onAdded: (source: KnowledgeSource) => void;
}) {
  const [draft, setDraft] = useState<SourceDraft>(EMPTY_DRAFT);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const problem = folderProblem(draft);
  const set = (change: Partial<SourceDraft>): void => {
    setDraft({ ...draft, ...change });
    setError(undefined);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (problem !== undefined || busy) return;
    setBusy(true);
    try {
      onAdded(await client.addSource({ body: specOf(draft) }));
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Add a folder" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <FormField
          label="Folder"
          hint="Its whole path. Luka only reads it: nothing in it is ever changed."
          problem={tried ? problem : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              className="field font-mono"
              spellCheck={false}
              autoCapitalize="off"
              autoComplete="off"
              placeholder="/Users/me/Notes"
              value={draft.folder}
              onChange={(event) => set({ folder: event.target.value })}
            />
          )}
        </FormField>
        <FormField label="Name (optional)">
          {(ids) => (
            <input
              {...ids}
              className="field"
              maxLength={200}
              autoComplete="off"
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </FormField>
        <Globs
          label="Only these files (optional)"
          hint="One pattern a line; every known kind where left empty."
          placeholder="**/*.md"
          value={draft.include}
          onChange={(include) => set({ include })}
        />
        <Globs
          label="Leave out (optional)"
          hint="Besides what .gitignore and .lukaignore in the folder say."
          placeholder="archive/**"
          value={draft.exclude}
          onChange={(exclude) => set({ exclude })}
        />
        <p className="mb-1 text-sm font-medium">Read again</p>
        <div className="mb-1 flex flex-wrap items-center gap-2">
          <Segmented
            label="Read again"
            value={draft.watch}
            options={WATCH_CHOICES}
            onChange={(watch) => set({ watch })}
          />
          {draft.watch === 'clock' ? (
            <select
              aria-label="Every"
              className="field"
              value={draft.everySeconds}
              onChange={(event) => set({ everySeconds: Number(event.target.value) })}
            >
              {EVERY_CHOICES.map(([seconds, text]) => (
                <option key={seconds} value={seconds}>
                  every {text}
                </option>
              ))}
            </select>
          ) : null}
        </div>
        <p className="text-sm text-ink-3">
          Network and slow drives tell of no changes: choose the clock for them.
        </p>
        {error ? (
          <div className="mt-3">
            <Problem error={error} />
          </div>
        ) : null}
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn btn-primary" disabled={busy}>
            {busy ? 'Adding…' : 'Add and read'}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Globs({
  label,
  hint,
  placeholder,
  value,
  onChange,
}: {
  label: string;
  hint: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <FormField label={label} hint={hint}>
      {(ids) => (
        <textarea
          {...ids}
          className="field font-mono"
          rows={2}
          spellCheck={false}
          autoCapitalize="off"
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  );
}
