/** One prompt: what it asks for, the text that comes of it as one types, and what can be done with that. */
import { useState } from 'react';
import type { Prompt } from '#shared/nouns/prompt.ts';
import { client } from '../../../session/session.ts';
import { useFetched } from '../../../live/use-fetched.ts';
import { FormField } from '../../../ui/form-field.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { toast, toastError } from '../../../ui/toasts.tsx';
import { useSettled } from '../../../ui/use-settled.ts';
import { plain, plainLine } from '../../../words/plain.ts';
import { capital } from '../../../words/run-state.ts';
import { PromptEditDialog } from './prompt-edit-dialog.tsx';
import { PromptOrderDialog } from './prompt-order-dialog.tsx';

const REST_MS = 250;
const NO_VALUES: Readonly<Record<string, string>> = {};

export function PromptPane({ prompt, onSaved }: { prompt: Prompt; onSaved: () => void }) {
  const [values, setValues] = useState(NO_VALUES);
  const [editing, setEditing] = useState(false);
  const [ordering, setOrdering] = useState(false);
  const asked = useSettled(JSON.stringify(values), REST_MS);
  const { value: filled, error } = useFetched(
    `prompt ${prompt.name} ${prompt.text.length} ${asked}`,
    (signal) =>
      client.fillPrompt(
        {
          params: { prompt: prompt.name },
          body: { values: JSON.parse(asked) as Record<string, string> },
        },
        { signal },
      ),
    { follows: 'scheduleStamp' },
  );
  const given = prompt.variables.filter(({ from }) => from === 'given');
  const missing = new Set(filled?.missing);
  const text = filled?.text ?? '';
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      toast({ kind: 'done', text: `${plainLine(prompt.title)} is copied` });
    } catch {
      toastError(new Error('The clipboard is closed to this page'));
    }
  };
  return (
    <section
      aria-label={plainLine(prompt.title)}
      className="min-w-0 grow px-4 py-4 md:px-6 lg:overflow-y-auto"
    >
      <div className="max-w-[860px]">
        <div className="mb-3 flex flex-wrap items-start gap-2">
          <div className="mr-auto min-w-0">
            <h2 className="text-lg font-semibold">{plainLine(prompt.title)}</h2>
            <p className="text-ink-2">{plainLine(prompt.description)}</p>
          </div>
          <button type="button" className="btn" onClick={() => setEditing(true)}>
            Edit…
          </button>
          <button type="button" className="btn" disabled={text === ''} onClick={() => setOrdering(true)}>
            Work order…
          </button>
          <button
            type="button"
            className="btn btn-primary"
            disabled={text === ''}
            onClick={() => void copy()}
          >
            Copy
          </button>
        </div>
        {given.map(({ name, description, default: standard }) => (
          <FormField
            key={name}
            label={capital(name.replaceAll(/[-_]/g, ' '))}
            hint={plainLine(description)}
            problem={undefined}
          >
            {(ids) => (
              <input
                {...ids}
                className="field"
                autoComplete="off"
                placeholder={standard ?? ''}
                value={values[name] ?? ''}
                onChange={(event) => setValues(withValue(values, name, event.target.value))}
              />
            )}
          </FormField>
        ))}
        {missing.size > 0 ? (
          <p className="mb-2 text-sm break-words text-waiting">Still open: {[...missing].join(', ')}.</p>
        ) : null}
        {filled ? (
          <pre
            aria-label="The text"
            // The keyboard scrolls it.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            className="code-box max-h-[62vh] overflow-y-auto"
          >
            {plain(text)}
          </pre>
        ) : error ? (
          <Problem error={error} />
        ) : (
          <p className="text-ink-3">Filling it in…</p>
        )}
      </div>
      {editing ? (
        <PromptEditDialog
          prompt={prompt}
          onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false);
            onSaved();
          }}
        />
      ) : null}
      {ordering ? (
        <PromptOrderDialog title={plainLine(prompt.title)} text={text} onClose={() => setOrdering(false)} />
      ) : null}
    </section>
  );
}

/** An empty field is no value: what Luka knows, or the standard, stands there then. */
function withValue(
  values: Readonly<Record<string, string>>,
  name: string,
  value: string,
): Readonly<Record<string, string>> {
  const { [name]: _, ...others } = values;
  return value === '' ? others : { ...others, [name]: value };
}
