/** Where traces of runs go: a collector on this machine, or nowhere. */
import { useState, type FormEvent } from 'react';
import type { Settings } from '#shared/nouns/settings.ts';
import { Problem } from '../../ui/problem.tsx';
import { CodeField } from './code-field.tsx';
import { useSaving } from './use-saving.ts';

type Otlp = Settings['otlp'];

export function TraceForm({
  otlp,
  onSave,
}: {
  otlp: Otlp;
  /** Rejects with an ApiError, which is shown here. */
  onSave: (otlp: Otlp) => Promise<void>;
}) {
  const [endpoint, setEndpoint] = useState(otlp?.endpoint ?? '');
  const { busy, error, save } = useSaving(onSave, (now) => setEndpoint(now?.endpoint ?? ''));
  const typed = endpoint.trim();
  return (
    <form
      aria-label="Collector of traces"
      className="py-2.5"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (typed !== '') void save({ endpoint: typed });
      }}
    >
      <p className="mb-2 max-w-[64ch] text-sm text-ink-3">
        Luka can tell a collector of OpenTelemetry on this machine of each run that has ended. Nothing ever
        leaves the machine.
      </p>
      <CodeField
        label="Collector"
        hint="OTLP over HTTP, at an address of this machine."
        placeholder="http://127.0.0.1:4318"
        longest={400}
        value={endpoint}
        onChange={setEndpoint}
      />
      {error ? <Problem error={error} className="mb-2" /> : null}
      <div className="flex gap-2">
        <button type="submit" className="btn" disabled={busy || typed === ''}>
          Send traces there
        </button>
        {otlp === null ? null : (
          <button type="button" className="btn btn-danger" disabled={busy} onClick={() => void save(null)}>
            Send none
          </button>
        )}
      </div>
    </form>
  );
}
