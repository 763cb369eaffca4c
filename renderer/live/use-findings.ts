import { useEffect, useRef, useState } from 'react';
import type { Finding } from '#shared/nouns/finding.ts';
import { isAbort, toApiError, type ApiError } from '../api/api-error.ts';

const PAUSE_MS = 250;

export interface Checked {
  readonly findings: readonly Finding[];
  /** Of an older text: the answer to this one is not there yet. */
  readonly busy: boolean;
  readonly error: ApiError | undefined;
}

/**
 * What is wrong with a text, asked once the typing rests.
 * @param saved a text whose findings are known
 */
export function useFindings(
  text: string,
  saved: { readonly text: string; readonly findings: readonly Finding[] },
  check: (text: string, signal: AbortSignal) => Promise<{ findings: readonly Finding[] }>,
): Checked {
  const [read, setRead] = useState<{ text: string; findings: readonly Finding[]; error?: ApiError }>();
  const known = text === saved.text;
  const latest = useRef(check);
  useEffect(() => {
    latest.current = check;
  });
  useEffect(() => {
    if (known) return undefined;
    const life = new AbortController();
    const timer = setTimeout(() => {
      latest
        .current(text, life.signal)
        .then(({ findings }) => setRead({ text, findings }))
        .catch((error: unknown) => {
          if (!isAbort(error))
            setRead((last) => ({ text, findings: last?.findings ?? [], error: toApiError(error) }));
        });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      life.abort();
    };
  }, [text, known]);
  if (known) return { findings: saved.findings, busy: false, error: undefined };
  return { findings: read?.findings ?? [], busy: read?.text !== text, error: read?.error };
}
