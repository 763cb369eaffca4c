/** What leaves Luka: channels, routes, and what became of each message. Written by the person as `notify.yaml`. */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { Finding } from './finding.ts';
import { BlackoutWindow } from './schedule-policy.ts';

/** What a person can be told of. */
export const NOTIFY_KINDS = [
  'failure',
  'approval',
  'quarantine',
  'recovered',
  'overdue',
  'sla',
  'service',
  'agent',
  'finding',
  'space',
  'knowledge',
  'answer',
] as const;
export const NotifyKind = z.enum(NOTIFY_KINDS);
export type NotifyKind = z.infer<typeof NotifyKind>;

/** From the least to the worst. */
export const NOTIFY_SEVERITIES = ['info', 'warning', 'error'] as const;
export const NotifySeverity = z.enum(NOTIFY_SEVERITIES);
export type NotifySeverity = z.infer<typeof NotifySeverity>;

export const CHANNEL_KINDS = ['native', 'command', 'webhook', 'ntfy', 'email'] as const;
export const ChannelKind = z.enum(CHANNEL_KINDS);
export type ChannelKind = z.infer<typeof ChannelKind>;

const ChannelName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,39}$/,
    'a channel is lower-case letters, digits, ".", "-" and "_", at most 40',
  );

const SECRET = /^secret:[A-Za-z_][A-Za-z0-9_.-]{0,127}$/;
// A refinement and not a format: what was written in its place may be the secret itself, and is not repeated.
const SecretRef = z.string().refine((text) => SECRET.test(text), {
  message: 'it is no name of a secret; write secret:NAME, and store the value with `luka secret set NAME`',
});

/** Host, or address in brackets, and port; then anything without spaces. */
const ADDRESS = /^https?:\/\/(?:[a-z0-9_][a-z0-9_.-]*|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#]\S*)?$/i;
function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}
/** http or https, nobody's name or password in it; or a secret, where knowing the address is enough to send. */
const Address = z
  .string()
  .max(2_048)
  .refine((text) => SECRET.test(text) || isAddress(text), {
    message: 'it is no http address without a name and a password; write https://… or secret:NAME',
  });

const mail = z.email('an address is written as me@example.org');

/** What all channels share. */
const shared = {
  /** `false`: nothing is sent by it. */
  enabled: z.boolean().optional(),
  /** So many messages within so long (10 within 10 min); what is more is told as one. */
  limit: z.strictObject({ count: z.int().min(1).max(1_000), within: Duration }).optional(),
  /** What comes within it after a message of its kind is told together; 5 s. */
  group: Duration.optional(),
  /** Times of day in which it waits, and what passes all the same. */
  quiet: z.array(BlackoutWindow).min(1).max(10).optional(),
  /** From this severity on it is sent in quiet hours, too; nothing passes where left out. */
  urgent: NotifySeverity.optional(),
} as const;

const NativeChannel = z.strictObject({ kind: z.literal('native'), ...shared });
const CommandChannel = z.strictObject({
  kind: z.literal('command'),
  /** Program and arguments: never a shell line. */
  argv: z.array(z.string().max(4_096)).min(1).max(64),
  /** 30 s. */
  timeout: Duration.optional(),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(4_096)).optional(),
  ...shared,
});
const WebhookChannel = z.strictObject({
  kind: z.literal('webhook'),
  url: Address,
  /** Signs each message; `whsec_…` in base64, or any text. */
  secret: SecretRef.optional(),
  ...shared,
});
export const NTFY_PRIORITIES = ['min', 'low', 'default', 'high', 'urgent'] as const;
const NtfyChannel = z.strictObject({
  kind: z.literal('ntfy'),
  /** Server and topic: `https://ntfy.sh/my-topic`. */
  url: Address,
  token: SecretRef.optional(),
  /** That of the severity where left out. */
  priority: z.enum(NTFY_PRIORITIES).optional(),
  tags: z.array(z.string().min(1).max(64)).max(10).optional(),
  /** The page that a tap opens; Luka's own address is of this machine only, and left out. */
  click: z.string().max(2_048).refine(isAddress, { message: 'it is no http address' }).optional(),
  ...shared,
});
const EmailChannel = z.strictObject({
  kind: z.literal('email'),
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65_535).optional(),
  /** `tls` from the first byte (465), `starttls` or nothing at all (587), `none` in the clear, to this machine only. */
  security: z.enum(['tls', 'starttls', 'none']).optional(),
  user: z.string().min(1).max(320).optional(),
  password: SecretRef.optional(),
  /** Who vouches for the server, where the system does not know them: a file of certificates in PEM. Absolute. */
  ca: z.string().startsWith('/', 'ca is an absolute path').max(4_096).optional(),
  from: mail,
  to: z.array(mail).min(1).max(20),
  ...shared,
});
export const Channel = z.discriminatedUnion('kind', [
  NativeChannel,
  CommandChannel,
  WebhookChannel,
  NtfyChannel,
  EmailChannel,
]);
export type Channel = z.infer<typeof Channel>;
export type ChannelOf<K extends ChannelKind> = Extract<Channel, { kind: K }>;

const names = z.array(z.string().min(1).max(100)).min(1).max(100);
/** All that is said must hold; of a list, one. */
const RouteMatch = z.strictObject({
  kind: z.array(NotifyKind).min(1).optional(),
  /** This or worse. */
  severity: NotifySeverity.optional(),
  /** Ids; a `*` stands for any rest. */
  task: names.optional(),
  tag: names.optional(),
  owner: names.optional(),
});
export const Route = z.strictObject({
  /** Everything where left out. */
  when: RouteMatch.optional(),
  /** Names of channels; an empty list: nobody is told. */
  to: z.array(ChannelName).max(20),
});
export type Route = z.infer<typeof Route>;

export const NotifyFile = z.strictObject({
  channels: z.record(ChannelName, Channel).optional(),
  /** Whether the first route that fits decides, or all of them; first. */
  match: z.enum(['first', 'all']).optional(),
  routes: z.array(Route).max(100).optional(),
  /** Where no route fits; nobody where left out. */
  default: z.array(ChannelName).max(20).optional(),
  /** Told where the disk of the home has less; 2GB. */
  space: z.string().min(2).max(20).optional(),
});
export type NotifyFile = z.infer<typeof NotifyFile>;

/** A channel as it is shown: no secret, and of an address only where it leads. */
export const ChannelView = z.strictObject({
  name: z.string(),
  kind: ChannelKind,
  enabled: z.boolean(),
  /** In words: `https://ntfy.sh`, `me@example.org by mail.example.org`. */
  where: z.string(),
  /** ISO 8601, as all moments here. */
  quietUntil: z.string().optional(),
  /** Notices and messages that wait. */
  waiting: z.int().min(0),
  /** Messages that could not be sent, of the last 7 days. */
  dead: z.int().min(0),
  lastSentAt: z.string().optional(),
  /** What keeps it from sending: a secret that is not there, no program for it. */
  problem: z.string().optional(),
});
export type ChannelView = z.infer<typeof ChannelView>;

export const MESSAGE_STATES = ['waiting', 'sending', 'retrying', 'sent', 'dead'] as const;
export const MessageState = z.enum(MESSAGE_STATES);
export type MessageState = z.infer<typeof MessageState>;

/** One thing that happened, as it is told. */
export const Notice = z.strictObject({
  kind: NotifyKind,
  severity: NotifySeverity,
  title: z.string(),
  body: z.string(),
  /** The page of the UI about it. */
  open: z.string(),
  at: z.string(),
  task: z.string().optional(),
  run: z.int().optional(),
  tags: z.array(z.string()).optional(),
  owner: z.string().optional(),
});
export type Notice = z.infer<typeof Notice>;

/** What a channel is given: one notice, or several as one. */
export const Message = z.strictObject({
  /** Stays the same over all attempts: by it a receiver knows what it has already. */
  id: z.string(),
  kind: z.union([NotifyKind, z.literal('summary'), z.literal('test')]),
  severity: NotifySeverity,
  title: z.string(),
  body: z.string(),
  open: z.string(),
  at: z.string(),
  /** How many things it tells of. */
  count: z.int().min(1),
  /** The first 20 of them. */
  notices: z.array(Notice),
});
export type Message = z.infer<typeof Message>;

export const MessageRow = z.strictObject({
  seq: z.int().positive(),
  channel: z.string(),
  state: MessageState,
  attempts: z.int().min(0),
  message: Message,
  /** When it is tried again. */
  nextAt: z.string().optional(),
  endedAt: z.string().optional(),
  /** What the other side said last, or why it was not reached. */
  answer: z.string().optional(),
});
export type MessageRow = z.infer<typeof MessageRow>;

export const RouteView = z.strictObject({ when: z.string(), to: z.array(z.string()) });

export const NotifyView = z.strictObject({
  file: z.string(),
  channels: z.array(ChannelView),
  match: z.enum(['first', 'all']),
  routes: z.array(RouteView),
  default: z.array(z.string()),
  /** Of the file as it is now; while there are errors what held before it holds. */
  findings: z.array(Finding),
});
export type NotifyView = z.infer<typeof NotifyView>;

/** The file itself, to edit. */
export const NotifyText = z.strictObject({
  file: z.string(),
  /** Empty where there is no file. */
  text: z.string(),
  hash: z.string(),
  findings: z.array(Finding),
});
export type NotifyText = z.infer<typeof NotifyText>;

export const TestResult = z.strictObject({
  ok: z.boolean(),
  /** What the other side said, or why it was not reached. */
  answer: z.string(),
  tookMs: z.number().min(0),
  id: z.string(),
});
export type TestResult = z.infer<typeof TestResult>;
