/**
 * Secrets that stand in a plist are shown to nobody. A text that goes out has `••••••` in their place, and what comes
 * back with that sign untouched gets the secret back: who edits a plist need not have seen it.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import { secretsOf, withoutSecrets } from '../lint/secrets.ts';
import { setInPlist } from '../plist/edit-xml-plist.ts';
import { formatPlistPath, valueAt, type PlistDict, type PlistPath } from '../plist/plist-value.ts';
import { readPlist } from '../plist/read-plist.ts';

export const MASK = '••••••';

/** A value that has secrets, and what it is shown as. */
interface MaskedValue {
  readonly path: PlistPath;
  readonly whole: string;
  readonly shown: string;
}

/** Of a text that cannot be read as a plist, every value with a name like a variable's is masked. */
export function maskPlist(text: string): string {
  const job = jobOf(text);
  if (job === undefined)
    return text.replaceAll(/(<key>[A-Z][A-Z0-9_]*<\/key>\s*<string>)[^<]*/g, `$1${MASK}`);
  const masked = maskedValues(job).reduce(
    (shown, { path, shown: value }) => setInPlist(shown, path, { kind: 'string', value }),
    text,
  );
  // What stands once more elsewhere: in a comment, or under a key that is there twice.
  return withoutSecrets(masked, secretsOf(job));
}

/**
 * @param before the text as the file has it
 * @throws LukaError agent_invalid where the sign stands for something that is not known
 */
export function unmaskPlist(text: string, before: string): string {
  const known = jobOf(before);
  if (!text.includes(MASK) || known === undefined) return text;
  const whole = maskedValues(known).reduce((unmasked, { path, whole: value, shown }) => {
    const job = jobOf(unmasked);
    const now = job && valueAt(job, path);
    return now?.kind === 'string' && now.value === shown
      ? setInPlist(unmasked, path, { kind: 'string', value })
      : unmasked;
  }, text);
  if (whole.includes(MASK) && !before.includes(MASK))
    throw new LukaError('agent_invalid', {
      message: `${MASK} stands where no secret was`,
      remedy: 'write the value out, or take the key away',
    });
  return whole;
}

/** `launchctl print` has the environment as `NAME => value`, and each argument on a line of its own. */
export function maskPrint(print: string, plist: string): string {
  const job = jobOf(plist);
  if (job === undefined) return print;
  const secrets = secretsOf(job);
  const names = new Set(secrets.map(({ path }) => String(path.at(-1))));
  const lines = print.split('\n').map((line) => {
    const [, before = '', name = ''] = /^(\s*(\S+) => )/.exec(line) ?? [];
    return names.has(name) ? `${before}${MASK}` : line;
  });
  return withoutSecrets(lines.join('\n'), secrets);
}

export function maskCommand(command: readonly string[], job: PlistDict): string[] {
  const secrets = secretsOf(job);
  return secrets.length === 0 ? [...command] : command.map((word) => withoutSecrets(word, secrets));
}

function jobOf(text: string): PlistDict | undefined {
  const { root } = readPlist(Buffer.from(text));
  return root?.kind === 'dict' ? root : undefined;
}

function maskedValues(job: PlistDict): MaskedValue[] {
  const byPlace = Map.groupBy(secretsOf(job), ({ path }) => formatPlistPath(path));
  return [...byPlace.values()].flatMap((secrets) => {
    const path = secrets[0]?.path ?? [];
    const value = valueAt(job, path);
    if (value?.kind !== 'string') return [];
    const shown = secrets.reduce((left, { text }) => left.replaceAll(text, MASK), value.value);
    return [{ path, whole: value.value, shown }];
  });
}
