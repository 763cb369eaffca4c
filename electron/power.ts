/** Keeps the machine from idle sleep exactly while runs are going, and plans anew when it has woken. */
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
  /** Timers stood still during sleep: what is due now is found by looking at the clock again. */
  readonly replan: () => void;
}

/** @returns a function that ends it and lets the machine sleep */
export function followPower({ feed, blocker, monitor, replan }: PowerOptions): () => void {
  const unfollow = feed.follow(({ running }) => (running.length > 0 ? blocker.hold() : blocker.release()));
  monitor.on('resume', replan);
  return () => {
    unfollow();
    monitor.off('resume', replan);
    blocker.release();
  };
}
