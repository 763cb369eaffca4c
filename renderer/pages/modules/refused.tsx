import type { ApiError } from '../../api/api-error.ts';
import { Findings } from '../../ui/findings.tsx';
import { Problem } from '../../ui/problem.tsx';

/** Why a switch was refused, every place of the fault, and that nothing is lost. */
export function Refused({ error, stays }: { error: ApiError; stays: string }) {
  return (
    <div className="mt-3 border-t border-line pt-3">
      <Problem error={error} />
      {/* A single one says what the error says. */}
      {error.findings.length > 1 ? <Findings findings={error.findings} label="What is wrong" /> : null}
      <p className="mt-1 text-ink-2">{stays}</p>
    </div>
  );
}
