/** What a zod schema finds wrong, said in the words of the file: the field, what it wants, what it has. */
import type { z } from 'zod';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import type { Fault, FaultList } from './faults.ts';
import { showValue } from './params.ts';
import { branchThatKnows, fieldsAt } from './schema-fields.ts';
import { formatWords, sizeWords, wantedRemedy, wantedWords, type Wanted } from './schema-words.ts';
import { pathLabel, type Path } from './source-text.ts';
import { closest, didYouMean } from './suggest.ts';
import { readUnion } from './union-branch.ts';

export interface SchemaCheck {
  readonly schema: z.ZodType;
  readonly value: unknown;
  /** Where the value stands in the whole document. */
  readonly path: Path;
  readonly code: ErrorCode;
  /** What the value is, for messages: `a task`, `an http step`. */
  readonly what: string;
  /** Remedies for keys that people often write, and that are called otherwise here: by path, as `conditions.power`. */
  readonly hints?: Readonly<Record<string, string>>;
}

type Issue = z.core.$ZodIssue;
/** How many unknown keys are compared with one that is missing. */
const MAX_COMPARED = 20;

/** Adds what the issues mean to `faults`. */
export function schemaFaults(check: SchemaCheck, issues: readonly Issue[], faults: FaultList): void {
  listFaults(check, issues, [], faults);
}

function listFaults(check: SchemaCheck, issues: readonly Issue[], above: Path, faults: FaultList): void {
  const unknown = new Map<string, readonly string[]>();
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') unknown.set(JSON.stringify(innerPath(issue, above)), issue.keys);
  }
  for (const issue of issues) {
    const inner = innerPath(issue, above);
    const union =
      issue.code === 'invalid_union' && issue.discriminator === undefined ? readUnion(issue) : undefined;
    if (union && 'meant' in union) listFaults(check, union.meant, inner, faults);
    else if (issue.code === 'unrecognized_keys') {
      const other = branchThatKnows(check.schema, inner, check.value, issue.keys);
      if (other) {
        listFaults(check, other, inner, faults);
        continue;
      }
      let known: readonly string[] | undefined;
      for (const name of issue.keys) {
        faults.add(() =>
          unknownKey(check, inner, name, (known ??= fieldsAt(check.schema, inner, check.value))),
        );
      }
    } else if (!isMisspelt(check, inner, unknown)) {
      faults.add(() => issueFault(check, issue, inner, union?.wanted));
    }
  }
}

function innerPath(issue: Issue, above: Path): Path {
  return [...above, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
}

/** Whether a key that lacks is there after all, with a typing error: that is one fault and not two. */
function isMisspelt(
  check: SchemaCheck,
  inner: Path,
  unknown: ReadonlyMap<string, readonly string[]>,
): boolean {
  const key = inner.at(-1);
  if (unknown.size === 0 || typeof key !== 'string' || valueAt(check.value, inner) !== undefined)
    return false;
  const beside = unknown.get(JSON.stringify(inner.slice(0, -1))) ?? [];
  const named = `call it "${key}"`;
  return beside
    .slice(0, MAX_COMPARED)
    .some(
      (name) =>
        closest(name, [key]) !== undefined ||
        hintFor(check, [...inner.slice(0, -1), name])?.startsWith(named),
    );
}

function issueFault(
  check: SchemaCheck,
  issue: Exclude<Issue, z.core.$ZodIssueUnrecognizedKeys>,
  inner: Path,
  union: Wanted | undefined,
): Fault {
  const path: Path = [...check.path, ...inner];
  const label = inner.length === 0 ? check.what : pathLabel(path);
  const value = valueAt(check.value, inner);
  const fault = (message: string, remedy: string, more: Partial<Fault> = {}): Fault => ({
    code: check.code,
    path,
    message,
    remedy,
    ...more,
  });
  const key = inner.at(-1);
  const unwanted = (wanted: Wanted): Fault =>
    value === undefined && typeof key === 'string'
      ? fault(
          `${inner.length === 1 ? check.what : pathLabel(path.slice(0, -1))} lacks "${key}"`,
          `add ${key}: ${wantedWords(wanted)}`,
          { path: path.slice(0, -1) },
        )
      : fault(
          `${label} should be ${wantedWords(wanted)}, but is ${showValue(value)}`,
          fieldsRemedy(wanted, value, fieldsAt(check.schema, inner, {})) ?? wantedRemedy(wanted, value),
        );

  switch (issue.code) {
    case 'invalid_type':
      return unwanted({ values: [], types: [issue.expected] });
    case 'invalid_value':
      return unwanted({ values: issue.values, types: [] });
    case 'invalid_key':
      return fault(
        `"${String(key)}" cannot be a name here: ${formatWords(issue.issues[0]?.message ?? 'it is not valid')}`,
        'rename it',
        { at: 'key' },
      );
    case 'invalid_union':
      return unwanted(union ?? { values: 'options' in issue ? [...(issue.options ?? [])] : [], types: [] });
    case 'too_small':
    case 'too_big':
      return fault(`${label} ${sizeWords(issue)}`, 'give a value within the limit');
    case 'invalid_format':
      if (issue.format === 'datetime') {
        return fault(`${showValue(value)} is not a date and time`, 'write it like 2026-03-01T09:00:00+07:00');
      }
      return issue.message.startsWith('write ')
        ? fault(`${label} cannot be ${showValue(value)}`, issue.message)
        : fault(`${label} is ${showValue(value)}: ${formatWords(issue.message)}`, 'change it to fit');
    case 'custom': {
      const [message = '', ...remedy] = issue.message.split('; ');
      return fault(`${label}: ${message}`, remedy.join('; ') || 'change it to fit');
    }
    case 'not_multiple_of':
    case 'invalid_element':
      return fault(`${label}: ${issue.message}`, 'change it to fit');
  }
}

function fieldsRemedy(
  { values, types }: Wanted,
  value: unknown,
  fields: readonly string[],
): string | undefined {
  const isMapping = values.length === 0 && types.length === 1 && types[0] === 'object';
  if (!isMapping || value === null || fields.length === 0) return undefined;
  return `write its fields below it: ${fields.join(', ')}`;
}

function unknownKey(check: SchemaCheck, inner: Path, name: string, known: readonly string[]): Fault {
  const where = inner.length === 0 ? check.what : pathLabel([...check.path, ...inner]);
  const fault = (message: string, remedy: string): Fault => ({
    code: check.code,
    path: [...check.path, ...inner, name],
    at: 'key',
    message,
    remedy,
  });
  if (known.includes(name)) {
    const beside = Object.keys(valueAt(check.value, inner) ?? {}).find(
      (other) => other !== name && known.includes(other),
    );
    return fault(`${where} cannot have "${name}" beside "${beside ?? ''}"`, 'keep one of the two');
  }
  const remedy = hintFor(check, [...inner, name]);
  return fault(
    `${where} has no field "${name}"`,
    remedy ?? `${didYouMean(name, known)}it may have ${known.join(', ')}`,
  );
}

function hintFor({ hints }: SchemaCheck, inner: Path): string | undefined {
  const place = inner.filter((part) => typeof part === 'string').join('.');
  return hints && Object.hasOwn(hints, place) ? hints[place] : undefined;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string | number, unknown>)[part];
  }
  return at;
}
