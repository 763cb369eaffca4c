/** Where nothing keeps a machine awake: every hold is told so. */
import type { SleepBlocker } from './ports.ts';

export function createNoBlocker(message: string): SleepBlocker {
  return {
    name: 'none',
    absent: message,
    status: () => ({ name: 'none', works: false, message }),
    hold({ onLost }) {
      queueMicrotask(() => onLost(message));
      return { release: () => undefined };
    },
    pids: () => new Set(),
    close: () => Promise.resolve(),
  };
}
