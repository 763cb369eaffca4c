/** One schema for settings, whichever store carries them (conf headless, electron-store in the desktop host). */
import { z } from 'zod';
import { BlackoutWindow } from './schedule-policy.ts';

function hasZone({ tz }: BlackoutWindow): boolean {
  try {
    return tz === undefined || new Intl.DateTimeFormat('en', { timeZone: tz }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

export const Settings = z.strictObject({
  apiPort: z.int().min(0).max(65_535).default(4_000),
  uiPort: z.int().min(0).max(65_535).default(8_080),
  /** How many runs go at once. */
  maxRunning: z.int().min(1).max(256).default(4),
  /** ms between SIGTERM and SIGKILL where a task does not say. */
  graceMs: z.int().min(0).max(600_000).default(5_000),
  /** How many runs of each concurrency group go at once; 1 where a group is not named here. */
  groups: z.record(z.string(), z.int().min(1).max(256)).default({}),
  /** Times of day in which nothing starts by itself, whatever the task. */
  blackout: z
    .array(
      BlackoutWindow.refine(hasZone, {
        message: 'tz is no time zone; use an IANA name such as Asia/Bangkok',
      }),
    )
    .max(20)
    .default([]),
  /** Folders of plists that are shown beside those that launchd reads; absolute. */
  agentFolders: z.array(z.string().startsWith('/').max(1_024)).max(20).default([]),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
});
export type Settings = z.infer<typeof Settings>;
export const DEFAULT_SETTINGS: Settings = Settings.parse({});
