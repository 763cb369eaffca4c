import { useState, type FormEvent } from 'react';
import type { ChannelKind } from '#shared/nouns/notify.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { client } from '../../session/session.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { toast } from '../../ui/toasts.tsx';
import { CHANNEL_WORDS } from '../../words/notify.ts';
import { draftProblems, EMPTY_DRAFT, withChannel, type ChannelDraft } from './channel-draft.ts';

type Field = Exclude<keyof ChannelDraft, 'kind'>;
/** What each kind is asked for: the field, its label, its hint. */
const FIELDS: Readonly<Record<ChannelKind, readonly (readonly [Field, string, string])[]>> = {
  native: [],
  command: [['argv', 'Program and arguments', 'One a line. No shell reads them.']],
  webhook: [
    ['url', 'Address', 'Redirects are not followed.'],
    ['secret', 'Secret for the signature', 'Its name, as stored with luka secret set; may be left out.'],
  ],
  ntfy: [
    ['url', 'Address of the topic', 'Such as https://ntfy.sh/my-topic. Who knows it can read it.'],
    ['secret', 'Secret with the token', 'Its name, as stored with luka secret set; may be left out.'],
  ],
  email: [
    ['host', 'Server', 'Port 587 with STARTTLS; the file can say otherwise.'],
    ['user', 'User', 'Left out where the server asks for none.'],
    ['secret', 'Secret with the password', 'Its name, as stored with luka secret set.'],
    ['from', 'From', ''],
    ['to', 'To', ''],
  ],
};

export function NewChannelDialog({
  taken,
  onClose,
  onMade,
}: {
  taken: readonly string[];
  onClose: () => void;
  onMade: () => void;
}) {
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const problems = draftProblems(draft, taken);
  const set = (change: Partial<ChannelDraft>): void => setDraft({ ...draft, ...change });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    setError(undefined);
    if (busy || Object.keys(problems).length > 0) return;
    setBusy(true);
    try {
      const { text, hash } = await client.getNotifyText();
      await client.setNotify({ body: { text: withChannel(text, draft), hash } });
      toast({ kind: 'done', text: `The channel ${draft.name} is there: try it` });
      onMade();
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  const fields = [['name', 'Name', 'How routes call it.'] as const, ...FIELDS[draft.kind]];
  return (
    <Dialog title="New channel" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <FormField label="Kind" hint={CHANNEL_WORDS[draft.kind].means}>
          {(ids) => (
            <select
              {...ids}
              className="field"
              value={draft.kind}
              onChange={(event) => set({ kind: event.target.value as ChannelKind })}
            >
              {Object.entries(CHANNEL_WORDS).map(([kind, { name }]) => (
                <option key={kind} value={kind}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </FormField>
        {fields.map(([field, label, hint]) => (
          <FormField
            key={field}
            label={label}
            {...(hint === '' ? {} : { hint })}
            problem={tried ? problems[field] : undefined}
          >
            {(ids) => {
              const shared = {
                ...ids,
                className: 'field',
                spellCheck: false,
                autoCapitalize: 'off',
                autoComplete: 'off',
                value: draft[field],
                onChange: (event: { target: { value: string } }) => set({ [field]: event.target.value }),
              };
              return field === 'argv' ? <textarea rows={3} {...shared} /> : <input {...shared} />;
            }}
          </FormField>
        ))}
        {error ? <Problem error={error} className="mt-2" /> : null}
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn btn-primary" disabled={busy}>
            Add
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
