import type { ApiError } from '../api/api-error.ts';
import { capital } from '../words/run-state.ts';

/** A failure where it happened: what is wrong, then what to do. */
export function Problem({ error, className = '' }: { error: ApiError; className?: string }) {
  return (
    <div role="alert" className={className}>
      <p className="break-words text-failed">{capital(error.message)}.</p>
      {error.remedy ? <p className="break-words text-ink-2">{capital(error.remedy)}.</p> : null}
    </div>
  );
}
