/** Keeps the machine from idle sleep exactly while runs are going, and tells the schedule when it sleeps and wakes. */
import type { PowerMonitor, PowerSaveBlocker } from 'electron';
import type { HostStateFeed } from './host-state.ts';

export interface SleepBlocker {
  readonly held: boolean;
  hold(): void;
  release(): void;
}

/** `prevent-app-suspension` stops idle sleep of the system and lets the display sleep. Nothing stops lid-close sleep. */
export function createSleepBlocker(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>): SleepBlocker {
  let id: number | undefined;
  return {
    get held() {
      return id !== undefined;
    },
    hold() {
      id ??= blocker.start('prevent-app-suspension');
    },
    release() {
      if (id !== undefined) blocker.stop(id);
      id = undefined;
    },
  };
}

export interface PowerOptions {
  readonly feed: Pick<HostStateFeed, 'follow'>;
  readonly blocker: SleepBlocker;
  readonly monitor: Pick<PowerMonitor, 'on' | 'off'>;
  /** No timer knows of sleep: the schedule is told, and sees to what became due meanwhile. */
  readonly suspended: () => void;
  readonly resumed: () => void;
}

/** @returns a function that ends it and lets the machine sleep */
export function followPower({ feed, blocker, monitor, suspended, resumed }: PowerOptions): () => void {
  const unfollow = feed.follow(({ running }) => (running.length > 0 ? blocker.hold() : blocker.release()));
  monitor.on('suspend', suspended);
  monitor.on('resume', resumed);
  return () => {
    unfollow();
    monitor.off('suspend', suspended);
    monitor.off('resume', resumed);
    blocker.release();
  };
}
