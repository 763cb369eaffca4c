/** What a file trigger is watched with. */
import type { z } from 'zod';
import type { FileTrigger } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { Occurrence, WatchOptions } from './ports.ts';

export interface FileSurroundings {
  readonly clock: Clock;
  /** What `~` stands for, and where paths begin that are not absolute. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Calls when volumes came or went: a folder on a volume comes and goes with it, without an event of its own. */
  readonly onVolumes?: ((listener: () => void) => () => void) | undefined;
  /** How many files of one trigger are known at the most; 50,000. */
  readonly mostFiles?: number | undefined;
}

export interface FileWatchOptions extends FileSurroundings, WatchOptions {
  readonly trigger: z.infer<typeof FileTrigger>;
  readonly call: (occurrence: Occurrence) => void;
}
