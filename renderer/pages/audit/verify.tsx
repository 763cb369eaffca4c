import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { AuditVerification } from '#shared/nouns/audit.ts';
import { client } from '../../session/session.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { toastError } from '../../ui/toasts.tsx';
import { capital, count } from '../../words/run-state.ts';

export interface Verify {
  readonly busy: boolean;
  readonly result: AuditVerification | undefined;
  readonly start: () => void;
  readonly close: () => void;
}

export function useVerify(): Verify {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<AuditVerification>();
  return {
    busy,
    result,
    start() {
      setBusy(true);
      client
        .verifyAudit()
        .then(setResult)
        .catch(toastError)
        .finally(() => setBusy(false));
    },
    close: () => setResult(undefined),
  };
}

export function VerifyResult({ verify: { result, close } }: { verify: Verify }) {
  return (
    <output aria-label="Verification" className="block shrink-0">
      {result ? (
        <div
          className={`notice flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-2 md:px-6 ${result.ok ? 'text-ok' : 'text-failed'}`}
        >
          {result.ok ? (
            <ShieldCheck size={16} aria-hidden className="shrink-0" />
          ) : (
            <ShieldAlert size={16} aria-hidden className="shrink-0" />
          )}
          <div className="min-w-[200px] grow basis-0">
            <p className="font-semibold">
              {result.ok
                ? `${count(result.rows, 'row')}: none was changed, removed or moved`
                : `The audit was changed: ${result.fault?.message ?? 'it is broken'}`}
            </p>
            <div className="flex items-center gap-1 text-sm text-ink-2">
              {result.ok ? (
                <>
                  <span className="min-w-0 truncate">
                    Head <code title={result.head}>{result.head.slice(0, 24)}…</code>
                    <span className="max-md:hidden">
                      : noted elsewhere, it proves that nothing before it was changed
                    </span>
                  </span>
                  <CopyButton text={() => result.head} label="Copy the head" />
                </>
              ) : (
                capital(`${count(result.rows, 'row')} before it are whole`)
              )}
            </div>
          </div>
          <button type="button" className="btn btn-plain" onClick={close}>
            Close
          </button>
        </div>
      ) : null}
    </output>
  );
}
