/** A prompt said otherwise, kept as one of one's own: what came with Luka stays as it is. */
import { useState, type FormEvent } from 'react';
import type { Prompt } from '#shared/nouns/prompt.ts';
import { toApiError, type ApiError } from '../../../api/api-error.ts';
import { client } from '../../../session/session.ts';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { FormField } from '../../../ui/form-field.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { toast } from '../../../ui/toasts.tsx';

export function PromptEditDialog({
  prompt,
  onClose,
  onSaved,
}: {
  prompt: Prompt;
  onClose: () => void;
  onSaved: () => void;
}) {
  const [name, setName] = useState<string>(prompt.name);
  const [title, setTitle] = useState(prompt.title);
  const [text, setText] = useState(prompt.text);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await client.savePrompt({
        params: { prompt: name.trim() },
        body: { title: title.trim(), description: prompt.description, text },
      });
      toast({ kind: 'done', text: `${title.trim()} is saved` });
      onSaved();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={`Edit ${prompt.title}`} onClose={onClose} wide>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <FormField label="Name" hint="Lower-case letters, digits and dashes; another name keeps both.">
          {(ids) => (
            <input
              {...ids}
              className="field font-mono"
              spellCheck={false}
              autoCapitalize="off"
              maxLength={64}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </FormField>
        <FormField label="Title">
          {(ids) => (
            <input
              {...ids}
              className="field"
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </FormField>
        <FormField label="Text" hint="Markdown; what stands as {{name}} is filled in.">
          {(ids) => (
            <textarea
              {...ids}
              className="field font-mono"
              rows={16}
              maxLength={100_000}
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </FormField>
        {error ? <Problem error={error} /> : null}
        <DialogActions>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn btn-primary" disabled={busy}>
            {busy ? 'Saving…' : 'Save as mine'}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
