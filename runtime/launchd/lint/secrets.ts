/** Secrets that stand in a plist as they are: found, so that they are told of, and never shown. */
import { valueAt, type PlistDict, type PlistPath, type PlistValue } from '../plist/plist-value.ts';
import { argumentsOf } from './job-words.ts';

export interface PlainSecret {
  readonly path: PlistPath;
  /** What it is the value of: a variable, an option, or the form that it has. */
  readonly name: string;
  readonly text: string;
}

const WORDS =
  'PASSWORD|PASSWD|PASS|PWD|PASSPHRASE|SECRET|TOKEN|API[_-]?KEY|PRIVATE[_-]?KEY|CREDENTIALS?|AUTH';
const NAME = new RegExp(`(?:^|[_-])(?:${WORDS})(?:_|$)`, 'i');
/** Forms that services give their keys: GitHub, Slack, AWS, OpenAI and their like, JSON web tokens. */
const FORMS =
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[A-Z0-9]{16}|sk-[A-Za-z0-9_-]{20,}|eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+)/g;
/** The password of an address, and what follows the kind of an Authorization header. */
const IN_ADDRESS = /[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:([^\s/@]+)@/gi;
const IN_HEADER = /\b(?:Bearer|Basic)\s+([A-Za-z0-9._~+/=-]{8,})/g;
/** `--password=x`, `DB_PASS=x`, also within a shell line. */
const ASSIGNED = /(?:^|[\s;&|"'])(?:--?)?([A-Za-z][\w-]*)=("[^"]*"|'[^']*'|[^\s;&|"']+)/g;

export function secretsOf(job: PlistDict): PlainSecret[] {
  return [...inEnvironment(job), ...inArguments(job)];
}

/** The text with every one of the secrets taken out, also where it stands as JSON writes it. */
export function withoutSecrets(text: string, secrets: readonly PlainSecret[]): string {
  const forms = secrets
    .flatMap(({ text: secret }) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= 3)
    .toSorted((a, b) => b.length - a.length);
  let left = text;
  for (const secret of forms) left = left.replaceAll(secret, '•••');
  return left;
}

/** `password: x`, `"token": "x"`, `DB_PASS=x`, as programs write it. */
const SAID = /([A-Za-z][\w-]*)["']?\s*[:=]\s*("[^"]*"|'[^']*'|[^\s;&|"',]+)/g;

/** A line that some program wrote, with what looks like a secret taken out of it. */
export function maskLine(line: string): string {
  const said = [...line.matchAll(SAID)].flatMap(([, name = '', quoted = '']) => {
    const text = quoted.replace(/^(["'])(.*)\1$/s, '$2');
    return NAME.test(name) && isValue(text) ? [text] : [];
  });
  const forms = [...said, ...formsIn(line)].filter((text) => text.length >= 3);
  return forms
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, text) => left.replaceAll(text, '•••'), line);
}

function inEnvironment(job: PlistDict): PlainSecret[] {
  const values = valueAt(job, ['EnvironmentVariables']);
  if (values?.kind !== 'dict') return [];
  // Of a key that stands twice both are written out.
  return values.entries.flatMap(({ key, value }) => {
    const path = ['EnvironmentVariables', key];
    const text = wordsOf(value);
    if (NAME.test(key) && isValue(text)) return [{ path, name: key, text }];
    return formsIn(text).map((secret) => ({ path, name: key, text: secret }));
  });
}

function inArguments(job: PlistDict): PlainSecret[] {
  const args = argumentsOf(job);
  return args.flatMap((arg, at): PlainSecret[] => {
    const path = ['ProgramArguments', at];
    const option = /^--?([A-Za-z][\w-]*)$/.exec(args[at - 1] ?? '')?.[1];
    if (option !== undefined && NAME.test(option) && isValue(arg) && !arg.startsWith('-'))
      return [{ path, name: `--${option}`, text: arg }];
    const assigned = [...arg.matchAll(ASSIGNED)].flatMap(([, name = '', quoted = '']) => {
      const text = quoted.replace(/^(["'])(.*)\1$/s, '$2');
      return NAME.test(name) && isValue(text) ? [{ path, name, text }] : [];
    });
    return assigned.concat(formsIn(arg).map((text) => ({ path, name: `argument ${at}`, text })));
  });
}

function formsIn(text: string): string[] {
  const inner = [...text.matchAll(IN_ADDRESS), ...text.matchAll(IN_HEADER)].map(([, secret = '']) => secret);
  return [...(text.match(FORMS) ?? []), ...inner.filter(isValue)];
}

/** A path to a file of secrets, or a variable that a shell fills in, is what there should be. */
function isValue(text: string): boolean {
  return text !== '' && !/^(?:\/|@|\$[A-Za-z_{(][\w})]*$)/.test(text);
}

function wordsOf(value: PlistValue): string {
  if (value.kind === 'string') return value.value;
  return value.kind === 'integer' || value.kind === 'real' ? `${value.value}` : '';
}
