/** Hands a filled prompt to a program, as a work order: it is judged and asked about like every other. */
import { useState, type FormEvent } from 'react';
import { toApiError, type ApiError } from '../../../api/api-error.ts';
import { approvalAddress } from '../../../live/approval-news.ts';
import { client } from '../../../session/session.ts';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { FormField } from '../../../ui/form-field.tsx';
import { Findings } from '../../../ui/findings.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { toast } from '../../../ui/toasts.tsx';
import { orderOf } from './prompt-order.ts';

export function PromptOrderDialog({
  title,
  text,
  onClose,
}: {
  title: string;
  text: string;
  onClose: () => void;
}) {
  const [command, setCommand] = useState('codex exec "$PROMPT"');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || command.trim() === '') return;
    setBusy(true);
    setError(undefined);
    try {
      const { run, state, approval } = await client.submitOrder({
        headers: {},
        body: orderOf(title, command, text),
      });
      toast(
        state === 'awaiting_approval' && approval !== undefined
          ? {
              kind: 'done',
              text: `${title} needs approval before it runs`,
              link: { to: approvalAddress(approval), text: 'Look' },
            }
          : {
              kind: 'done',
              text: `${title} is on its way as run #${run}`,
              link: { to: `/runs/${run}`, text: 'Watch' },
            },
      );
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={`Hand over ${title}`} onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <FormField
          label="Command"
          hint={
            <>
              It finds the text in <code>$PROMPT</code>. The policy decides whether somebody is asked first.
            </>
          }
        >
          {(ids) => (
            <input
              {...ids}
              className="field font-mono"
              spellCheck={false}
              autoCapitalize="off"
              autoComplete="off"
              value={command}
              onChange={(event) => setCommand(event.target.value)}
            />
          )}
        </FormField>
        {error ? (
          <>
            <Problem error={error} />
            {error.findings.length > 0 ? <Findings findings={error.findings} label="What is wrong" /> : null}
          </>
        ) : null}
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn btn-primary" disabled={busy || command.trim() === ''}>
            {busy ? 'Handing over…' : 'Hand over'}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
