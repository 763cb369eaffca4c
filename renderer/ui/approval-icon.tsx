/** One icon for each state of an approval; each has its own shape. */
import { Ban, CircleCheck, CircleHelp, Hourglass, ShieldMinus, Undo2, type LucideIcon } from 'lucide-react';
import type { ApprovalState } from '#shared/nouns/approval.ts';
import { APPROVAL_WORDS } from '../words/approval-state.ts';
import { TONE_TEXT } from './tone.ts';

const ICONS: Readonly<Record<ApprovalState, LucideIcon>> = {
  pending: CircleHelp,
  approved: CircleCheck,
  denied: ShieldMinus,
  expired: Hourglass,
  void: Ban,
  revoked: Undo2,
};

/** @param label given where no text beside the icon says the state */
export function ApprovalIcon({
  state,
  size = 15,
  label,
}: {
  state: ApprovalState;
  size?: number;
  label?: boolean;
}) {
  const Icon = ICONS[state];
  const words = APPROVAL_WORDS[state];
  return (
    <Icon
      size={size}
      strokeWidth={1.9}
      className={`shrink-0 ${TONE_TEXT[words.tone]}`}
      {...(label ? { role: 'img', 'aria-label': words.label } : { 'aria-hidden': true })}
    />
  );
}
