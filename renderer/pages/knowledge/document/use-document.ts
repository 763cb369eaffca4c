import { useFetched } from '../../../live/use-fetched.ts';
import { client } from '../../../session/session.ts';

/** A document with its text, read again when it may have changed. */
export function useDocument(id: number) {
  return useFetched(
    `document ${id}`,
    (signal) => client.getDocument({ params: { document: id } }, { signal }),
    { follows: 'knowledgeStamp' },
  );
}
