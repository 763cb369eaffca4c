/** The text of `notify.yaml` to channels and routes, or to findings that each name line and column. */
import { isIP } from 'node:net';
import type { Finding } from '#shared/nouns/finding.ts';
import { CHANNEL_KINDS, NotifyFile, type Channel } from '#shared/nouns/notify.ts';
import { parseSize } from '#shared/nouns/size.ts';
import { isZone } from '../schedule/zone.ts';
import type { FaultList } from '../tasks/faults.ts';
import { readOwnFile } from '../tasks/read-own-file.ts';
import type { Path } from '../tasks/source-text.ts';
import { closest } from '../tasks/suggest.ts';

const DAY_MS = 86_400_000;
const CODE = 'notify_invalid';

export interface ParsedNotify {
  /** Absent while any finding is an error. */
  readonly notify?: NotifyFile;
  readonly findings: readonly Finding[];
}

/** What people write who know other tools. */
const HINTS: Readonly<Record<string, string>> = {
  channel: 'call it "channels": a name for each, and below it "kind"',
  targets: 'call it "channels"',
  receivers: 'call it "channels"',
  route: 'call it "routes", a list',
  rules: 'call it "routes", a list',
  fallback: 'call it "default"',
  'routes.channel': 'call it "to", a list of channels',
  'routes.channels': 'call it "to"',
  'routes.match': 'call it "when"',
  'routes.if': 'call it "when"',
  'routes.when.tags': 'call it "tag"',
  'routes.when.tasks': 'call it "task"',
  'routes.when.event': 'call it "kind"',
};
const CHANNEL_HINTS: Readonly<Record<string, string>> = {
  type: 'call it "kind"',
  command: 'call it "argv", a list: the program and its arguments',
  run: 'call it "argv", a list: the program and its arguments',
  topic: 'put it into "url": https://ntfy.sh/my-topic',
  username: 'call it "user"',
  rate: 'call it "limit": { count: 10, within: 10m }',
  quietHours: 'call it "quiet", a list of { from, to }',
};

/** Hints go by path, and a channel's name is part of it. */
function hintsFor(value: unknown): Record<string, string> {
  const channels = (value as { channels?: unknown }).channels;
  const names = typeof channels === 'object' && channels !== null ? Object.keys(channels).slice(0, 100) : [];
  const own = names.flatMap((name) =>
    Object.entries(CHANNEL_HINTS).map(([key, hint]) => [`channels.${name}.${key}`, hint] as const),
  );
  return { ...HINTS, ...Object.fromEntries(own) };
}

/** @param file its path, as findings name it. Never throws for what the text holds. An empty file is one without channels. */
export function parseNotify(text: string, file: string): ParsedNotify {
  const { value, findings } = readOwnFile(text, {
    file,
    schema: NotifyFile,
    code: CODE,
    what: 'notify.yaml',
    tooLarge: {
      message: 'the file is larger than 128 KiB',
      remedy: 'a few channels are a page: remove what is no channel and no route',
    },
    hints: hintsFor,
    check: checkMeaning,
  });
  return value === undefined ? { findings } : { notify: value, findings };
}

function checkMeaning(notify: NotifyFile, faults: FaultList): void {
  const wrong = (path: Path, message: string, remedy: string): void =>
    faults.add(() => ({ code: CODE, path, message, remedy }));
  const channels = Object.entries(notify.channels ?? {});
  for (const [name, channel] of channels) checkChannel(channel, ['channels', name], wrong);
  const known = channels.map(([name]) => name);
  const checkTo = (to: readonly string[] | undefined, path: Path): void =>
    to?.forEach((name, index) => {
      if (known.includes(name)) return;
      const near = closest(name, known);
      const remedy =
        near === undefined
          ? `write it under "channels", with a kind: ${CHANNEL_KINDS.join(', ')}`
          : `did you mean "${near}"?`;
      wrong([...path, index], `there is no channel "${name}"`, remedy);
    });
  (notify.routes ?? []).forEach(({ to }, index) => checkTo(to, ['routes', index, 'to']));
  checkTo(notify.default, ['default']);
  const space = notify.space === undefined ? 1 : parseSize(notify.space);
  if (space === undefined || space === 0)
    wrong(['space'], `"${notify.space}" is no size`, 'write a number with a unit, such as 2GB or 500MB');
  // A route behind one that takes everything is never asked.
  const routes = notify.routes ?? [];
  const catchAll = routes.findIndex(({ when }) => when === undefined || Object.keys(when).length === 0);
  if (notify.match !== 'all' && catchAll >= 0 && catchAll < routes.length - 1)
    wrong(
      ['routes', catchAll + 1],
      'no notice comes to this route: the one before it takes all',
      'put it before that one, or write "match: all"',
    );
}

type Wrong = (path: Path, message: string, remedy: string) => void;

function checkChannel(channel: Channel, path: Path, wrong: Wrong): void {
  for (const [index, { from, to, tz }] of (channel.quiet ?? []).entries()) {
    if (tz !== undefined && !isZone(tz))
      wrong(
        [...path, 'quiet', index, 'tz'],
        `"${tz}" is no time zone`,
        'use an IANA name such as Asia/Bangkok',
      );
    if (from === to)
      wrong([...path, 'quiet', index, 'to'], `it begins and ends at ${from}`, 'give two different times');
  }
  const { limit, group } = channel;
  if (limit && (limit.within < 1_000 || limit.within > 7 * DAY_MS))
    wrong([...path, 'limit', 'within'], 'a limit is within 1s to 7d', 'write for example 10m');
  if (group !== undefined && group > DAY_MS)
    wrong([...path, 'group'], 'nothing waits longer than a day for others', 'write for example 5m');
  if (channel.kind === 'command') {
    if ((channel.argv[0] ?? '').trim() === '')
      wrong([...path, 'argv'], 'it names no program', 'begin with the path or the name of one');
    if (channel.timeout !== undefined && (channel.timeout < 1_000 || channel.timeout > 600_000))
      wrong([...path, 'timeout'], 'a command has 1s to 10m', 'write for example 30s');
  }
  if (channel.kind === 'email') {
    const { security, host, user, password, port } = channel;
    if (security === 'none' && !isThisMachine(host))
      wrong(
        [...path, 'security'],
        `in the clear mail goes to this machine only, and ${host} is another`,
        'write starttls or tls',
      );
    if ((user === undefined) !== (password === undefined))
      wrong(path, 'user and password belong together', 'give both, or none');
    if (port === 465 && security === 'starttls')
      wrong([...path, 'security'], 'port 465 speaks TLS from the first byte', 'write tls, or the port 587');
  }
}

export function isThisMachine(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
