import { setInPlist } from '../../plist/edit-xml-plist.ts';
import {
  entryOf,
  formatPlistPath,
  type PlistDict,
  type PlistPath,
  type PlistValue,
} from '../../plist/plist-value.ts';
import { CALENDAR_UNITS, JOB_KEYS, KEEP_ALIVE_KEYS, kindInWords, type Kind } from '../job-keys.ts';
import { calendarsOf } from '../job-words.ts';
import { LAUNCHD_PLIST, type Hit, type LintRule } from '../rule.ts';

interface Typed {
  readonly path: PlistPath;
  readonly value: PlistValue;
  readonly kinds: readonly Kind[];
}

export const valueWrongType: LintRule = {
  code: 'value_wrong_type',
  severity: 'error',
  what: 'a value of another type than its key takes, such as a number written as a text',
  explanation: 'launchd passes over a value of another type than it expects, as if it were not there.',
  source: LAUNCHD_PLIST,
  fixes: true,
  check: ({ job }) =>
    typedValues(job)
      .filter(({ value, kinds }) => !kinds.includes(value.kind))
      .map(({ path, value, kinds }): Hit => {
        const right = asKind(value, kinds);
        return {
          message: `${formatPlistPath(path)} is ${kindInWords(value.kind)}, and must be ${kinds.map(kindInWords).join(' or ')}`,
          remedy: 'write it as the type that launchd expects',
          path,
          fix: right && {
            words: `writes it as ${kindInWords(right.kind)}`,
            apply: (plist) => setInPlist(plist, path, right),
          },
        };
      }),
};

function typedValues(job: PlistDict): Typed[] {
  const kept = entryOf(job, 'KeepAlive')?.value;
  const environment = entryOf(job, 'EnvironmentVariables')?.value;
  return [
    ...entriesOf(job, [], (key) => kindsOf(JOB_KEYS, key)),
    ...(kept?.kind === 'dict' ? entriesOf(kept, ['KeepAlive'], (key) => kindsOf(KEEP_ALIVE_KEYS, key)) : []),
    ...(environment?.kind === 'dict'
      ? entriesOf(environment, ['EnvironmentVariables'], () => ['string'])
      : []),
    ...['WatchPaths', 'QueueDirectories'].flatMap((key): Typed[] => {
      const list = entryOf(job, key)?.value;
      if (list?.kind !== 'array') return [];
      return list.items.map((value, at) => ({ path: [key, at], value, kinds: ['string'] }));
    }),
    ...calendarsOf(job).flatMap(({ path, value }) =>
      value.kind === 'dict'
        ? entriesOf(value, path, (key) => (Object.hasOwn(CALENDAR_UNITS, key) ? ['integer'] : undefined))
        : [],
    ),
  ];
}

/** Of a key that stands twice the last, which is the one that counts. */
function entriesOf(
  dict: PlistDict,
  path: PlistPath,
  kindsOfKey: (key: string) => readonly Kind[] | undefined,
): Typed[] {
  return dict.entries.flatMap((entry): Typed[] => {
    const kinds = kindsOfKey(entry.key);
    if (kinds === undefined || entryOf(dict, entry.key) !== entry) return [];
    return [{ path: [...path, entry.key], value: entry.value, kinds }];
  });
}

function kindsOf(keys: Readonly<Record<string, readonly Kind[]>>, key: string): readonly Kind[] | undefined {
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

/** The value in a type that is expected, where nothing of it is lost. */
function asKind(value: PlistValue, kinds: readonly Kind[]): PlistValue | undefined {
  if (value.kind === 'integer' && kinds.includes('string'))
    return { kind: 'string', value: `${value.value}` };
  if (value.kind !== 'string') return undefined;
  const text = value.value.trim();
  if (kinds.includes('integer') && /^-?\d{1,15}$/.test(text)) return { kind: 'integer', value: BigInt(text) };
  if (kinds.includes('boolean') && /^(?:true|false|yes|no)$/i.test(text))
    return { kind: 'boolean', value: /^(?:true|yes)$/i.test(text) };
  return undefined;
}
