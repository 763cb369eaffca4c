/** An answer while it is being made: what is looked at and a model's words as they come, then the answer itself. */
import { fromErrorBody, LukaError } from '#shared/errors/luka-error.ts';
import { AskEvent, type Answer } from '#shared/nouns/assistant.ts';
import type { LukaClient } from './connect.ts';
import { Draft } from './draft.ts';
import type { Terminal } from './terminal.ts';

export interface HearOptions {
  readonly client: Pick<LukaClient, 'streamAnswer'>;
  /** What is heard goes to its stderr. */
  readonly terminal: Terminal;
  readonly body: { readonly question: string; readonly conversation?: number };
}

/** @throws LukaError as asking does; not_running where the connection ends before the answer */
export async function hearAnswer({ client, terminal, body }: HearOptions): Promise<Answer> {
  const draft = new Draft(terminal);
  try {
    for await (const { data } of client.streamAnswer({ body })) {
      const event = AskEvent.parse(JSON.parse(data));
      switch (event.kind) {
        case 'step':
          await draft.status(`${event.step}: ${event.text}`);
          break;
        case 'text':
          await draft.add(event.text);
          break;
        case 'answer':
          return event.answer;
        case 'error':
          throw fromErrorBody(event.error);
      }
    }
  } finally {
    await draft.clear();
  }
  throw new LukaError('not_running', { message: 'the connection ended before the answer was there' });
}
