/** The icon, the number beside it and the words over it: pure functions of the state. */
import { awakeInWords } from './awake-words.ts';
import type { HostState } from './host-state.ts';
import { approvals, countsInWords, downInWords, stagedInWords } from './state-words.ts';

/** Each has a shape of its own: a person who sees no colours, and a menu bar that shows none, tell them apart. */
export const TRAY_ICONS = ['idle', 'running', 'attention', 'paused', 'awake'] as const;
export type TrayIcon = (typeof TRAY_ICONS)[number];

/**
 * Which icon tells the truth at a glance. What waits for a person comes first; then what goes, which a person can still change;
 * then what went wrong; then that nothing starts by itself; then that the machine is kept awake.
 */
export function trayIcon(state: HostState): TrayIcon {
  const waits = state.asked.length + state.staged.count + state.down.length;
  if (!state.reachable || waits > 0) return 'attention';
  if (state.running.length > 0) return 'running';
  if (state.failures.length > 0) return 'attention';
  if (state.frozen || state.paused !== undefined) return 'paused';
  return state.awake ? 'awake' : 'idle';
}

/** Beside the icon, on macOS: how many run. */
export function trayTitle({ running, reachable }: HostState): string {
  return running.length === 0 || !reachable ? '' : String(running.length);
}

export function trayTooltip(state: HostState, now: number): string {
  const failed = state.failures.length;
  return [
    `Luka: ${countsInWords(state).toLowerCase()}`,
    ...(state.asked.length > 0 ? [approvals(state)] : []),
    ...(state.staged.count > 0 ? [stagedInWords(state)] : []),
    ...(state.awake ? [awakeInWords(state, now)] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(state.down.length > 0 ? [downInWords(state)] : []),
  ].join(', ');
}
