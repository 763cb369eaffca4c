import { Trash2 } from 'lucide-react';
import { useId } from 'react';
import type { Task } from '#shared/nouns/task.ts';
import { FormField } from '../../../ui/form-field.tsx';
import { PreviewTimes } from './preview-times.tsx';
import { KINDS, missingOf, rawOf, type Draft } from './trigger-draft.ts';
import { TriggerFields } from './trigger-fields.tsx';
import { usePreview } from './use-preview.ts';

const TIMED: ReadonlySet<Draft['kind']> = new Set(['cron', 'every', 'at']);

/** One trigger: what it is made of, and beside it what it would do. */
export function TriggerCard({
  task,
  draft,
  number,
  tried,
  onChange,
  onRemove,
}: {
  task: Task;
  draft: Draft;
  number: number;
  /** Saving was tried: what is missing is told. */
  tried: boolean;
  onChange: (draft: Draft) => void;
  onRemove: () => void;
}) {
  const heading = useId();
  const missing = missingOf(draft);
  const preview = usePreview(missing ? undefined : rawOf(draft));
  return (
    <section
      aria-labelledby={heading}
      className="mb-3 grid gap-x-5 gap-y-2 rounded-[9px] border border-line p-3.5 sm:grid-cols-2"
    >
      <div className="flex items-end justify-between gap-3 sm:col-span-2">
        <h3 id={heading} className="sr-only">
          Trigger {number}
        </h3>
        <div className="grow [&>div]:mb-0">
          <FormField label={`Trigger ${number}`}>
            {(ids) => (
              <select
                {...ids}
                className="field w-full max-w-[240px]"
                value={draft.kind}
                onChange={({ target: { value } }) => {
                  const kind = KINDS.find(([each]) => each === value)?.[0];
                  if (kind) onChange({ ...draft, kind });
                }}
              >
                {KINDS.map(([kind, text]) => (
                  <option key={kind} value={kind}>
                    {text}
                  </option>
                ))}
              </select>
            )}
          </FormField>
        </div>
        <button type="button" className="btn" aria-label={`Remove trigger ${number}`} onClick={onRemove}>
          <Trash2 size={13} aria-hidden />
          Remove
        </button>
      </div>
      <div className="min-w-0">
        <TriggerFields
          task={task}
          draft={draft}
          problems={tried && missing ? { [missing.field]: missing.text } : {}}
          onChange={(change) => onChange({ ...draft, fields: { ...draft.fields, ...change } })}
        />
      </div>
      <PreviewTimes shown={preview} timed={TIMED.has(draft.kind)} />
    </section>
  );
}
