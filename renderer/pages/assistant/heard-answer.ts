/** What is heard of an answer while it is being made, until it is there. */
import type { Answer, AskEvent } from '#shared/nouns/assistant.ts';
import { ApiError } from '../../api/api-error.ts';
import type { PageClient } from '../../api/client.ts';

export interface Heard {
  readonly steps: readonly { readonly step: string; readonly text: string; readonly ms: number }[];
  /** Words of a model as they come: not checked yet. */
  readonly text: string;
}

export const NOTHING_HEARD: Heard = { steps: [], text: '' };

/**
 * @param onHeard told of everything that comes before the answer
 * @throws ApiError for an answer that could not be made, `broken_off` where the stream ends without one
 */
export async function hearAnswer(
  client: Pick<PageClient, 'streamAnswer'>,
  body: { question: string; conversation?: number },
  signal: AbortSignal,
  onHeard: (heard: Heard) => void,
): Promise<Answer> {
  let heard = NOTHING_HEARD;
  for await (const { data } of client.streamAnswer({ body }, { signal })) {
    const event = JSON.parse(data) as AskEvent;
    if (event.kind === 'answer') return event.answer;
    if (event.kind === 'error') {
      const { code, message, remedy } = event.error;
      throw new ApiError(500, { code, message, remedy });
    }
    heard = heardAfter(heard, event);
    onHeard(heard);
  }
  throw new ApiError(0, {
    code: 'broken_off',
    message: 'The answer broke off before its end',
    remedy: 'ask again',
  });
}

function heardAfter(heard: Heard, event: Extract<AskEvent, { kind: 'step' | 'text' }>): Heard {
  if (event.kind === 'text') return { ...heard, text: heard.text + event.text };
  const { step, text, ms } = event;
  return { ...heard, steps: [...heard.steps, { step, text, ms }] };
}
