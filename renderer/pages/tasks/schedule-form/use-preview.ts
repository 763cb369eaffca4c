import { useEffect, useState } from 'react';
import type { Finding } from '#shared/nouns/finding.ts';
import type { SchedulePreview } from '#shared/nouns/slot.ts';
import { isAbort, toApiError } from '../../../api/api-error.ts';
import { client } from '../../../session/session.ts';
import type { RawTrigger } from './trigger-draft.ts';

/** After the last key that was typed. */
const REST_MS = 250;

export interface Preview {
  readonly preview?: SchedulePreview | undefined;
  readonly findings: readonly Finding[];
  /** What is shown is of what was typed before. */
  readonly stale: boolean;
}

interface Answer {
  readonly key: string;
  readonly preview?: SchedulePreview | undefined;
  readonly findings: readonly Finding[];
}

/** What a trigger would do, asked as one types; the last answer wins. @param raw undefined where there is nothing to ask */
export function usePreview(raw: RawTrigger | undefined): Preview {
  const key = raw === undefined ? undefined : JSON.stringify(raw);
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    if (key === undefined) return undefined;
    const life = new AbortController();
    const timer = setTimeout(() => {
      client
        .previewTrigger({ body: { trigger: JSON.parse(key) as RawTrigger } }, { signal: life.signal })
        .then(({ preview, findings }) => setAnswer({ key, preview, findings }))
        .catch((thrown: unknown) => {
          if (life.signal.aborted || isAbort(thrown)) return;
          const { code, message, remedy } = toApiError(thrown);
          setAnswer({ key, findings: [{ code, severity: 'error', message, remedy }] });
        });
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      life.abort();
    };
  }, [key]);
  if (key === undefined || !answer) return { findings: [], stale: true };
  return { preview: answer.preview, findings: answer.findings, stale: answer.key !== key };
}
