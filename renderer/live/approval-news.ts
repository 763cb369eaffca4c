/** Says that something waits for a human, or no longer does, whatever page is open. */
import type { LukaEvent } from '#shared/nouns/event.ts';
import { dismissLink, toast } from '../ui/toasts.tsx';
import { capital } from '../words/run-state.ts';
import { useLive } from './store.ts';

export function approvalAddress(id: number): string {
  return `/approvals/${id}`;
}

export function announceApproval({ type, data }: LukaEvent): void {
  const id = data['approval'];
  if (typeof id !== 'number') return;
  const to = approvalAddress(id);
  if (type === 'approval.decided') dismissLink(to);
  if (type !== 'approval.requested') return;
  const { title, reason } = data as { title?: string; reason?: string };
  const text = `${title ?? 'A run'} needs approval`;
  useLive.setState({ announcement: text });
  if (location.pathname === to) return;
  toast({
    kind: 'done',
    text,
    remedy: reason ? capital(reason) : undefined,
    link: { to, text: 'Look' },
  });
}
