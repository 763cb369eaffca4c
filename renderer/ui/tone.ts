import type { Tone } from '../words/run-state.ts';

export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  running: 'text-running',
  ok: 'text-ok',
  failed: 'text-failed',
  waiting: 'text-waiting',
  quiet: 'text-quiet',
};
