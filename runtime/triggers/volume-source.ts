/** Volumes that are mounted. */
import type { z } from 'zod';
import type { VolumeTrigger } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { Machine, Volume } from '../conditions/ports.ts';
import { isVolume } from '../conditions/volume.ts';
import type { Occurrence, TriggerSource, WatchOptions } from './ports.ts';

/**
 * Not every mount sends an event: on Linux one on a folder that is there already sends none, and on a Mac what is mounted
 * elsewhere than in /Volumes does not. So while anybody waits for a volume, there is a look this often.
 */
const LOOK_MS = 30_000;

export interface VolumeSourceOptions {
  readonly clock: Clock;
  readonly machine: Pick<Machine, 'volumes' | 'onVolumes'>;
}

interface Watcher {
  readonly trigger: z.infer<typeof VolumeTrigger>;
  readonly call: (occurrence: Occurrence) => void;
  readonly onError: WatchOptions['onError'];
  /** Undefined before the first look: what is mounted then is no news. */
  isMounted: boolean | undefined;
  cancelDelay: (() => void) | undefined;
}

export function createVolumeSource(
  options: VolumeSourceOptions,
): TriggerSource<z.infer<typeof VolumeTrigger>> {
  return new VolumeSource(options);
}

class VolumeSource implements TriggerSource<z.infer<typeof VolumeTrigger>> {
  readonly #options: VolumeSourceOptions;
  readonly #watchers = new Set<Watcher>();
  #unsubscribe: (() => void) | undefined;
  #cancelTimer: (() => void) | undefined;
  #looking = false;
  #again = false;

  constructor(options: VolumeSourceOptions) {
    this.#options = options;
  }

  watch(
    trigger: z.infer<typeof VolumeTrigger>,
    call: (occurrence: Occurrence) => void,
    { onError }: WatchOptions,
  ): () => void {
    const watcher: Watcher = { trigger, call, onError, isMounted: undefined, cancelDelay: undefined };
    this.#watchers.add(watcher);
    this.#unsubscribe ??= this.#options.machine.onVolumes(() => this.#look());
    this.#look();
    return () => {
      this.#watchers.delete(watcher);
      watcher.cancelDelay?.();
      if (this.#watchers.size > 0) return;
      this.#unsubscribe?.();
      this.#unsubscribe = undefined;
      this.#cancelTimer?.();
    };
  }

  #look(): void {
    this.#again = true;
    if (!this.#looking) void this.#looks();
  }

  async #looks(): Promise<void> {
    this.#looking = true;
    while (this.#again) {
      this.#again = false;
      // Who comes while the list is made is served by the next.
      const watchers = [...this.#watchers];
      try {
        const volumes = await this.#options.machine.volumes();
        for (const watcher of watchers) if (this.#watchers.has(watcher)) this.#compare(watcher, volumes);
      } catch (error) {
        for (const { onError } of watchers) onError(error);
      }
    }
    this.#looking = false;
    this.#cancelTimer?.();
    if (this.#watchers.size > 0) this.#cancelTimer = this.#options.clock.after(LOOK_MS, () => this.#look());
  }

  #compare(watcher: Watcher, volumes: readonly Volume[]): void {
    const { trigger } = watcher;
    const volume = volumes.find((one) => isVolume(one, trigger.volume));
    const isNew = volume !== undefined && watcher.isMounted === false;
    watcher.isMounted = volume !== undefined;
    if (!volume) {
      // Gone again before the delay was over.
      watcher.cancelDelay?.();
      watcher.cancelDelay = undefined;
    } else if (isNew && trigger.delay)
      watcher.cancelDelay = this.#options.clock.after(trigger.delay, () => this.#tell(watcher, volume));
    else if (isNew) this.#tell(watcher, volume);
  }

  #tell(watcher: Watcher, volume: Volume): void {
    watcher.cancelDelay = undefined;
    watcher.call({ at: this.#options.clock.now(), subject: volume.name });
  }
}
