/** Electron's part of power: it keeps the machine awake for the engine, and tells it of sleep and of the power source. */
import type { PowerMonitor, PowerSaveBlocker } from 'electron';
import type { SleepBlocker } from '#runtime/power/blockers/ports.ts';

/**
 * `prevent-app-suspension` stops idle sleep of the system and lets the display sleep; `prevent-display-sleep` stops both.
 * Nothing stops lid-close sleep. The system drops both with the process, however it ends.
 */
export function createSleepBlocker(
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>,
): SleepBlocker {
  const held = new Set<number>();
  const stop = (id: number): void => {
    if (held.delete(id)) blocker.stop(id);
  };
  return {
    name: 'Electron',
    status: () => ({ name: 'Electron', works: true }),
    hold({ kind, onLost }) {
      const id = blocker.start(kind === 'display' ? 'prevent-display-sleep' : 'prevent-app-suspension');
      held.add(id);
      if (!blocker.isStarted(id)) {
        held.delete(id);
        queueMicrotask(() => onLost('the system did not take the hold'));
      }
      return { release: () => stop(id) };
    },
    pids: () => new Set([process.pid]),
    close() {
      for (const id of held) stop(id);
      return Promise.resolve();
    },
  };
}

export interface PowerOptions {
  readonly monitor: Pick<PowerMonitor, 'on' | 'off'>;
  /** No timer knows of sleep: the schedule is told, and sees to what became due meanwhile. */
  readonly suspended: () => void;
  readonly resumed: () => void;
  /** On mains now, or on battery: policies are asked again. */
  readonly sourceChanged: () => void;
}

/** @returns a function that ends it */
export function followPower({ monitor, suspended, resumed, sourceChanged }: PowerOptions): () => void {
  monitor.on('suspend', suspended);
  monitor.on('resume', resumed);
  monitor.on('on-ac', sourceChanged);
  monitor.on('on-battery', sourceChanged);
  return () => {
    monitor.off('suspend', suspended);
    monitor.off('resume', resumed);
    monitor.off('on-ac', sourceChanged);
    monitor.off('on-battery', sourceChanged);
  };
}
