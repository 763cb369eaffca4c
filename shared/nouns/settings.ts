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

/** An address of this machine and no other, with nothing in it that is sent on: no user, no query. */
const LOOPBACK = /^https?:\/\/(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d{1,5})?(?:\/[\w./-]*)?$/i;

/** A model on this machine that words answers: Ollama, or any server that speaks OpenAI's chat completions. */
export const AssistantSettings = z.strictObject({
  /** Up to and with `/v1`: `http://127.0.0.1:11434/v1`. */
  baseUrl: z
    .string()
    .max(400)
    .regex(LOOPBACK, 'baseUrl is an address of this machine, such as http://127.0.0.1:11434/v1'),
  model: z.string().trim().min(1).max(200),
});
export type AssistantSettings = z.infer<typeof AssistantSettings>;

/** Without defaults: what a change leaves out stays as it is. */
const fields = {
  apiPort: z.int().min(0).max(65_535),
  uiPort: z.int().min(0).max(65_535),
  /** How many runs go at once. */
  maxRunning: z.int().min(1).max(256),
  /** ms between SIGTERM and SIGKILL where a task does not say. */
  graceMs: z.int().min(0).max(600_000),
  /** How many runs of each concurrency group go at once; 1 where a group is not named here. */
  groups: z.record(z.string(), z.int().min(1).max(256)),
  /** Times of day in which nothing starts by itself, whatever the task. */
  blackout: z
    .array(
      BlackoutWindow.refine(hasZone, {
        message: 'tz is no time zone; use an IANA name such as Asia/Bangkok',
      }),
    )
    .max(20),
  /** Folders of plists that are shown beside those that launchd reads; absolute. */
  agentFolders: z.array(z.string().startsWith('/').max(1_024)).max(20),
  /** Without it answers are made of sentences as they stand in the documents. */
  assistant: AssistantSettings.nullable(),
  theme: z.enum(['system', 'light', 'dark']),
} as const;

export const Settings = z.strictObject({
  apiPort: fields.apiPort.default(4_000),
  uiPort: fields.uiPort.default(8_080),
  maxRunning: fields.maxRunning.default(4),
  graceMs: fields.graceMs.default(5_000),
  groups: fields.groups.default({}),
  blackout: fields.blackout.default([]),
  agentFolders: fields.agentFolders.default([]),
  assistant: fields.assistant.default(null),
  theme: fields.theme.default('system'),
});
export type Settings = z.infer<typeof Settings>;
export const DEFAULT_SETTINGS: Settings = Settings.parse({});

export const SettingsPatch = z.strictObject(fields).partial();
