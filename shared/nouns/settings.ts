/** One schema for settings, whichever store carries them (conf headless, electron-store in the desktop host). */
import { z } from 'zod';
import { DEFAULT_RETENTION, Retention } from './retention.ts';
import { ReportSettings } from './report.ts';
import { HOLD_ANYWAY, PowerPolicy } from './keep-awake.ts';
import { DEFAULT_TELEMETRY, TelemetrySettings } from './telemetry.ts';
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

/** A model of sentence embeddings on this machine, in ONNX. Nothing is ever downloaded. */
export const EmbeddingSettings = z.strictObject({
  /** Absolute: has config.json, tokenizer.json, and onnx/model.onnx or model.onnx. */
  folder: z.string().startsWith('/', 'folder is an absolute path').max(4_096),
});
export type EmbeddingSettings = z.infer<typeof EmbeddingSettings>;

/** A collector of traces on this machine, by OTLP over HTTP. */
export const OtlpSettings = z.strictObject({
  /** Without `/v1/traces`: `http://127.0.0.1:4318`. */
  endpoint: z
    .string()
    .max(400)
    .regex(
      LOOPBACK,
      'endpoint is an address of this machine, such as http://127.0.0.1:4318: nothing leaves it',
    ),
});
export type OtlpSettings = z.infer<typeof OtlpSettings>;
/** A time of day of the machine's zone: `22:00`. */
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is written as 22:00');

/** What the desktop host tells of beside its icon. */
export const NOTICE_KINDS = ['failure', 'approval', 'quarantine', 'recovered', 'overdue'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
export const NotificationSettings = z.strictObject({
  failure: z.boolean(),
  approval: z.boolean(),
  quarantine: z.boolean(),
  /** A task that failed before has succeeded. */
  recovered: z.boolean(),
  /** A due moment passed without a run. */
  overdue: z.boolean(),
  /** Held back meanwhile, and told as one when it is over. */
  quiet: z
    .strictObject({ from: TimeOfDay, to: TimeOfDay })
    .refine(({ from, to }) => from !== to, 'quiet hours end at another time than they begin')
    .nullable(),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

/** https anywhere, http on this machine only; nobody's name or password in it. */
const FEED_URL =
  /^(?:https:\/\/[a-z0-9.-]+(?::\d{1,5})?|http:\/\/127\.0\.0\.1(?::\d{1,5})?)(?:\/[\w./~-]*)?$/i;
export const UpdateSettings = z.strictObject({
  /** `notify` looks and tells; `automatic` gets it, too, and installs it when no run goes. */
  mode: z.enum(['off', 'notify', 'automatic']),
  /** Where releases are: an address, or a folder of this machine such as one on a disk. */
  feed: z
    .string()
    .max(1_024)
    .refine((text) => text.startsWith('/') || FEED_URL.test(text), {
      message: 'feed is an https address or the absolute path of a folder',
    })
    .nullable(),
});
export type UpdateSettings = z.infer<typeof UpdateSettings>;

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
  /** How long what happened is kept. */
  retention: Retention,
  /** How long figures of what happened are kept. */
  telemetry: TelemetrySettings,
  /** Without it meaning is compared with the embeddings of an Ollama on this machine, else by TF-IDF. */
  embeddings: EmbeddingSettings.nullable(),
  /** Where traces of runs go; null: nowhere. */
  otlp: OtlpSettings.nullable(),
  /** When the machine may sleep although something wants it awake. */
  power: PowerPolicy,
  theme: z.enum(['system', 'light', 'dark']),
  notifications: NotificationSettings,
  updates: UpdateSettings,
  /** When reports of days and weeks are made by themselves. */
  reports: ReportSettings,
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
  retention: fields.retention.default(DEFAULT_RETENTION),
  telemetry: fields.telemetry.default(DEFAULT_TELEMETRY),
  embeddings: fields.embeddings.default(null),
  otlp: fields.otlp.default(null),
  power: fields.power.default(HOLD_ANYWAY),
  theme: fields.theme.default('system'),
  notifications: fields.notifications.default({
    failure: true,
    approval: true,
    quarantine: true,
    recovered: true,
    overdue: true,
    quiet: null,
  }),
  updates: fields.updates.default({ mode: 'off', feed: null }),
  reports: fields.reports.default({ day: '07:30', week: { on: 'monday', at: '07:30' } }),
});
export type Settings = z.infer<typeof Settings>;
export const DEFAULT_SETTINGS: Settings = Settings.parse({});

export const SettingsPatch = z.strictObject(fields).partial();
