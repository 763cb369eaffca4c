/** Files that are created or changed. */
import type { z } from 'zod';
import type { FileTrigger } from '#shared/nouns/trigger.ts';
import type { FileSurroundings } from './file-options.ts';
import { FileWatch } from './file-watch.ts';
import type { TriggerSource } from './ports.ts';

export interface FileSourceOptions extends Omit<FileSurroundings, 'platform'> {
  readonly platform?: NodeJS.Platform | undefined;
}

/**
 * A file is told once, when nothing changed it for as long as the trigger says. What happened since `lastWatched` is told
 * first, as missed.
 */
export function createFileSource(options: FileSourceOptions): TriggerSource<z.infer<typeof FileTrigger>> {
  const { platform = process.platform } = options;
  return {
    watch(trigger, call, watching) {
      const watch = new FileWatch({ ...options, ...watching, platform, trigger, call });
      watch.start();
      return () => watch.close();
    },
  };
}
