/** A new channel as lines of notify.yaml, put among those that are there: comments and order stay as the person has them. Pure. */
import type { ChannelKind } from '#shared/nouns/notify.ts';

export interface ChannelDraft {
  readonly name: string;
  readonly kind: ChannelKind;
  /** webhook, ntfy */
  readonly url: string;
  /** Name of a secret: the signature's, the token, the password. */
  readonly secret: string;
  /** command: a word a line */
  readonly argv: string;
  /** email */
  readonly host: string;
  readonly user: string;
  readonly from: string;
  readonly to: string;
}

export const EMPTY_DRAFT: ChannelDraft = {
  name: '',
  kind: 'ntfy',
  url: '',
  secret: '',
  argv: '',
  host: '',
  user: '',
  from: '',
  to: '',
};

const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/;
const SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/;

/** What is wrong with a field, by field; empty where it can be added. */
export function draftProblems(
  draft: ChannelDraft,
  taken: readonly string[],
): Partial<Record<keyof ChannelDraft, string>> {
  const problems: Partial<Record<keyof ChannelDraft, string>> = {};
  if (!NAME.test(draft.name)) problems.name = 'Lower-case letters, digits, ".", "-" and "_".';
  else if (taken.includes(draft.name)) problems.name = 'There is one of this name.';
  if ((draft.kind === 'webhook' || draft.kind === 'ntfy') && !/^https?:\/\/\S+$/i.test(draft.url))
    problems.url = 'An address that begins with http:// or https://.';
  if (draft.secret !== '' && !SECRET_NAME.test(draft.secret))
    problems.secret = 'The name of a secret, not its value.';
  if (draft.kind === 'command' && wordsOf(draft.argv).length === 0)
    problems.argv = 'A program, then its arguments.';
  if (draft.kind === 'email') {
    if (draft.host.trim() === '') problems.host = 'The name of the server.';
    if (!/^\S+@\S+\.\S+$/.test(draft.from)) problems.from = 'An address such as luka@example.org.';
    if (!/^\S+@\S+\.\S+$/.test(draft.to)) problems.to = 'An address such as me@example.org.';
    if (draft.user !== '' && draft.secret === '')
      problems.secret = 'The name of the secret that holds the password.';
  }
  return problems;
}

/** @returns the whole text with the channel in it; the first one becomes the default, so that it is told of something */
export function withChannel(text: string, draft: ChannelDraft): string {
  const lines = text === '' ? [] : text.replace(/\n*$/, '').split('\n');
  const at = lines.findIndex((line) => /^channels:\s*(#.*)?$/.test(line));
  const empty = lines.findIndex((line) => /^channels:\s*(\{\s*\}|null|~)\s*(#.*)?$/.test(line));
  const own = channelLines(draft);
  if (at >= 0) lines.splice(at + 1, 0, ...own);
  else if (empty >= 0) lines.splice(empty, 1, 'channels:', ...own);
  else lines.push(...(lines.length === 0 ? [] : ['']), 'channels:', ...own);
  if (!lines.some((line) => /^(default|routes):/.test(line)))
    lines.push('', '# Who is told where no route says otherwise.', `default: [${draft.name}]`);
  return `${lines.join('\n')}\n`;
}

function channelLines(draft: ChannelDraft): string[] {
  const { name, kind, url, secret, argv, host, user, from, to } = draft;
  const ref = secret === '' ? [] : [`secret:${secret}`];
  const fields: [string, string][] = [['kind', kind]];
  switch (kind) {
    case 'native':
      break;
    case 'command':
      fields.push(['argv', `[${wordsOf(argv).map(quoted).join(', ')}]`]);
      break;
    case 'webhook':
      fields.push(['url', quoted(url)], ...ref.map((text): [string, string] => ['secret', text]));
      break;
    case 'ntfy':
      fields.push(['url', quoted(url)], ...ref.map((text): [string, string] => ['token', text]));
      break;
    case 'email':
      fields.push(['host', quoted(host.trim())]);
      if (user !== '')
        fields.push(['user', quoted(user)], ...ref.map((text): [string, string] => ['password', text]));
      fields.push(['from', quoted(from)], ['to', `[${quoted(to)}]`]);
  }
  return [`  ${name}:`, ...fields.map(([field, value]) => `    ${field}: ${value}`)];
}

/** JSON's strings are YAML's. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function wordsOf(argv: string): string[] {
  return argv
    .split('\n')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
