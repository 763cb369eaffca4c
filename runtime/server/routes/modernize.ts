import { modernizeApart } from '../../modernize/worker/modernize-apart.ts';
import type { Handlers } from '../handlers.ts';

export function modernizeHandlers(): Pick<Handlers, 'modernizeText'> {
  return { modernizeText: ({ body }) => modernizeApart(body.text, body.file) };
}
