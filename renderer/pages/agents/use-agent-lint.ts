import { useEffect, useState } from 'react';
import type { Agent } from '#shared/nouns/agent.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { isAbort, toApiError, type ApiError } from '../../api/api-error.ts';
import { client } from '../../session/session.ts';

const PAUSE_MS = 250;

/** What is wrong with a plist as it is typed, asked once the typing rests. */
export function useAgentLint(
  text: string,
  { text: saved, findings: known, file }: Pick<Agent, 'text' | 'findings' | 'file'>,
): { readonly findings: readonly Finding[]; readonly busy: boolean; readonly error: ApiError | undefined } {
  const [read, setRead] = useState<{ text: string; findings: readonly Finding[]; error?: ApiError }>();
  const isSaved = text === saved;
  useEffect(() => {
    if (isSaved) return undefined;
    const life = new AbortController();
    const timer = setTimeout(() => {
      client
        .lintPlist({ body: { text, file } }, { signal: life.signal })
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
  }, [text, file, isSaved]);
  if (isSaved) return { findings: known, busy: false, error: undefined };
  return { findings: read?.findings ?? [], busy: read?.text !== text, error: read?.error };
}
