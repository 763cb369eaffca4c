import type { ApiError } from '../api/api-error.ts';
import { useLive } from '../live/store.ts';
import { capital } from '../words/run-state.ts';
import { Link } from 'wouter';

/** A failure where it happened: what is wrong, then what to do, and where more is said of it. */
export function Problem({ error, className = '' }: { error: ApiError; className?: string }) {
  // The pages of the docs are those of somebody who is signed in.
  const hasDocs = useLive((state) => state.session) === 'in';
  return (
    <div role="alert" className={className}>
      <p className="break-words text-failed">{capital(error.message)}.</p>
      {error.remedy || hasDocs ? (
        <p className="break-words text-ink-2">
          {error.remedy ? `${capital(error.remedy)}. ` : ''}
          {hasDocs ? (
            <Link to={`/docs/errors#${error.code}`} className="link underline">
              Read more
            </Link>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}
