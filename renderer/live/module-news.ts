/** Says that a module waits for a human, or no longer does, whatever page is open. */
import type { LukaEvent } from '#shared/nouns/event.ts';
import { dismissLink, toast } from '../ui/toasts.tsx';
import { plainLine } from '../words/plain.ts';
import { useLive } from './store.ts';

export function announceModule({ type, data }: LukaEvent): void {
  const { module, by } = data;
  if (typeof module !== 'string') return;
  const to = `/modules/${encodeURIComponent(module)}`;
  if (type === 'module.unstaged') dismissLink(to);
  if (type !== 'module.staged') return;
  const text = `${plainLine(module)} is laid ready to deploy`;
  useLive.setState({ announcement: text });
  if (location.pathname === to) return;
  toast({
    kind: 'done',
    text,
    remedy:
      typeof by === 'string' && by !== 'person'
        ? `By ${plainLine(by)}. Nothing of it runs before you deploy it`
        : undefined,
    link: { to, text: 'Look' },
  });
}
