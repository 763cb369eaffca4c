/** Which model on this machine words the answers, if any. */
import { useState, type FormEvent } from 'react';
import type { Settings } from '#shared/nouns/settings.ts';
import { Problem } from '../../ui/problem.tsx';
import { CodeField } from './code-field.tsx';
import { useSaving } from './use-saving.ts';

type Assistant = Settings['assistant'];

export function ModelForm({
  assistant,
  onSave,
}: {
  assistant: Assistant;
  /** Rejects with an ApiError, which is shown here. */
  onSave: (assistant: Assistant) => Promise<void>;
}) {
  const [baseUrl, setBaseUrl] = useState(assistant?.baseUrl ?? '');
  const [model, setModel] = useState(assistant?.model ?? '');
  const { busy, error, save } = useSaving(onSave, (now) => {
    setBaseUrl(now?.baseUrl ?? '');
    setModel(now?.model ?? '');
  });
  const whole = baseUrl.trim() !== '' && model.trim() !== '';
  return (
    <form
      aria-label="Model of the assistant"
      className="py-2.5"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (whole) void save({ baseUrl: baseUrl.trim(), model: model.trim() });
      }}
    >
      <p className="mb-2 max-w-[64ch] text-sm text-ink-3">
        Answers are sentences of your documents, word for word. A model on this machine can word them instead:
        Ollama, or any server that speaks OpenAI’s chat completions. Each of its sentences is held against the
        sources.
      </p>
      <div className="grid gap-x-4 sm:grid-cols-2">
        <CodeField
          label="Address"
          hint="Of this machine and no other."
          placeholder="http://127.0.0.1:11434/v1"
          longest={400}
          value={baseUrl}
          onChange={setBaseUrl}
        />
        <CodeField label="Model" placeholder="qwen3:8b" longest={200} value={model} onChange={setModel} />
      </div>
      {error ? <Problem error={error} className="mb-2" /> : null}
      <div className="flex gap-2">
        <button type="submit" className="btn" disabled={busy || !whole}>
          Use this model
        </button>
        {assistant === null ? null : (
          <button type="button" className="btn btn-danger" disabled={busy} onClick={() => void save(null)}>
            Use none
          </button>
        )}
      </div>
    </form>
  );
}
