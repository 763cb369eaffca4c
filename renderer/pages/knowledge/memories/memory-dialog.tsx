/** Something to keep in mind, new or said better. */
import { useState, type FormEvent } from 'react';
import type { Memory, MemoryKind } from '#shared/nouns/memory.ts';
import { toApiError, type ApiError } from '../../../api/api-error.ts';
import { client } from '../../../session/session.ts';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { FormField } from '../../../ui/form-field.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { toast } from '../../../ui/toasts.tsx';
import { MEMORY_KINDS, MEMORY_WORDS, weightWords } from '../../../words/memory.ts';

const KINDS = MEMORY_KINDS.map((kind) => [kind, MEMORY_WORDS[kind].label] as const);

export function MemoryDialog({
  memory,
  onClose,
  onSaved,
}: {
  /** The one to change; a new one without. */
  memory?: Memory;
  onClose: () => void;
  onSaved: () => void;
}) {
  const [text, setText] = useState(memory?.text ?? '');
  const [kind, setKind] = useState<MemoryKind>(memory?.kind ?? 'note');
  const [importance, setImportance] = useState(memory?.importance ?? 0.5);
  const [pinned, setPinned] = useState(memory?.pinned ?? false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const said = text.trim();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (said === '' || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      if (memory) {
        await client.changeMemory({
          params: { memory: memory.id },
          body: { text: said, importance, pinned },
        });
      } else {
        const kept = await client.remember({ body: { kind, text: said, importance, pinned } });
        toast({
          kind: 'done',
          text:
            kept.originals.length > 0 ? 'Kept, as one with what said nearly the same' : 'It is kept in mind',
        });
      }
      onSaved();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={memory ? 'Change a memory' : 'Remember something'} onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <FormField label="What" problem={tried && said === '' ? 'What should be kept in mind?' : undefined}>
          {(ids) => (
            <textarea
              {...ids}
              className="field"
              rows={5}
              maxLength={20_000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </FormField>
        {memory ? null : (
          <>
            <p className="mb-1 text-sm font-medium">Kind</p>
            <div className="mb-3 max-w-full overflow-x-auto">
              <Segmented label="Kind of memory" value={kind} options={KINDS} onChange={setKind} />
            </div>
          </>
        )}
        <FormField
          label="Importance"
          hint={`${Math.round(importance * 100)} of 100: ${weightWords(importance)}. It fades with time and grows with use.`}
        >
          {(ids) => (
            <input
              {...ids}
              type="range"
              min={0}
              max={1}
              step={0.05}
              value={importance}
              onChange={(event) => setImportance(Number(event.target.value))}
            />
          )}
        </FormField>
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={pinned} onChange={(event) => setPinned(event.target.checked)} />
          Pin it: it does not fade
        </label>
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
            {busy ? 'Saving…' : memory ? 'Save' : 'Remember'}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
