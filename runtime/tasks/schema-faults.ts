/** What a zod schema finds wrong, said in the words of the file: the field, what it wants, what it has. */
import type { z } from 'zod';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import type { Fault, FaultList } from './faults.ts';
import { showValue } from './params.ts';
import { fieldsAt } from './schema-fields.ts';
import { pathLabel, type Path } from './source-text.ts';
import { didYouMean } from './suggest.ts';

export interface SchemaCheck {
  readonly schema: z.ZodType;
  readonly value: unknown;
  /** Where the value stands in the whole document. */
  readonly path: Path;
  readonly code: ErrorCode;
  /** What the value is, for messages: `a task`, `an http step`. */
  readonly what: string;
  /** Remedies for keys that people often write, and that are called otherwise here. */
  readonly hints?: Readonly<Record<string, string>>;
}

type Issue = z.core.$ZodIssue;

/** Adds what the issues mean to `faults`. */
export function schemaFaults(check: SchemaCheck, issues: readonly Issue[], faults: FaultList): void {
  for (const issue of issues) issueFaults(check, issue, [], faults);
}

function issueFaults(check: SchemaCheck, issue: Issue, above: Path, faults: FaultList): void {
  const inner: Path = [
    ...above,
    ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
  ];
  const meant = issue.code === 'invalid_union' ? meantBranch(issue) : undefined;
  if (meant) {
    for (const one of meant) issueFaults(check, one, inner, faults);
  } else if (issue.code === 'unrecognized_keys') {
    let known: readonly string[] | undefined;
    for (const name of issue.keys) {
      faults.add(() =>
        unknownKey(check, inner, name, (known ??= fieldsAt(check.schema, inner, check.value))),
      );
    }
  } else faults.add(() => issueFault(check, issue, inner));
}

function issueFault(
  check: SchemaCheck,
  issue: Exclude<Issue, z.core.$ZodIssueUnrecognizedKeys>,
  inner: Path,
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
  const missing = value === undefined && typeof key === 'string';
  const lacks = (wanted: string): Fault =>
    fault(
      `${inner.length === 1 ? check.what : pathLabel(path.slice(0, -1))} lacks "${key}"`,
      `add ${key}: ${wanted}`,
      { path: path.slice(0, -1) },
    );

  switch (issue.code) {
    case 'invalid_type': {
      const wanted = typeWord(issue.expected);
      if (missing) return lacks(wanted);
      return fault(
        `${label} should be ${wanted}, but is ${showValue(value)}`,
        typeRemedy(issue.expected, value),
      );
    }
    case 'invalid_value': {
      const words = issue.values.map(String);
      if (missing) return lacks(`one of ${words.join(', ')}`);
      const near = typeof value === 'string' ? didYouMean(value, words) : '';
      return fault(
        `${label} should be one of ${words.join(', ')}, but is ${showValue(value)}`,
        `${near}write one of them`,
      );
    }
    case 'invalid_key':
      return fault(
        `"${String(key)}" cannot be a name here: ${formatWords(issue.issues[0]?.message ?? 'it is not valid')}`,
        'rename it',
        { at: 'key' },
      );
    case 'invalid_union':
      return unionFault(issue, label, value, missing ? lacks : undefined, fault);
    case 'too_small':
    case 'too_big':
      return fault(`${label} ${sizeWords(issue)}`, 'give a value within the limit');
    case 'invalid_format':
      return issue.format === 'datetime'
        ? fault(`${showValue(value)} is not a date and time`, 'write it like 2026-03-01T09:00:00+07:00')
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

function unknownKey(check: SchemaCheck, inner: Path, name: string, known: readonly string[]): Fault {
  const where = inner.length === 0 ? check.what : pathLabel([...check.path, ...inner]);
  const hint =
    inner.length === 0 && check.hints && Object.hasOwn(check.hints, name) ? check.hints[name] : undefined;
  return {
    code: check.code,
    path: [...check.path, ...inner, name],
    at: 'key',
    message: `${where} has no field "${name}"`,
    remedy: hint ?? `${didYouMean(name, known)}it may have ${known.join(', ')}`,
  };
}

/** The branch of a union whose type fits is the one that was meant; of several, the one with the fewest faults. */
function meantBranch(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined {
  if (issue.discriminator !== undefined) return undefined;
  return issue.errors
    .filter((branch) => !branch.some((one) => one.code === 'invalid_type' && one.path.length === 0))
    .toSorted((a, b) => a.length - b.length)[0];
}

function unionFault(
  issue: z.core.$ZodIssueInvalidUnion,
  label: string,
  value: unknown,
  lacks: ((wanted: string) => Fault) | undefined,
  fault: (message: string, remedy: string) => Fault,
): Fault {
  if (issue.discriminator !== undefined) {
    const words = ('options' in issue ? (issue.options ?? []) : []).map(String).join(', ');
    if (lacks) return lacks(`one of ${words}`);
    const near = typeof value === 'string' ? didYouMean(value, words.split(', ')) : '';
    return fault(
      `${label} should be one of ${words}, but is ${showValue(value)}`,
      `${near}write one of them`,
    );
  }
  const wanted = issue.errors
    .map((branch) => branch[0])
    .flatMap((one) => (one?.code === 'invalid_type' ? [typeWord(one.expected)] : []))
    .join(' or ');
  if (lacks) return lacks(wanted);
  return fault(`${label} should be ${wanted}, but is ${showValue(value)}`, `write ${wanted}`);
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string | number, unknown>)[part];
  }
  return at;
}

function typeWord(expected: string): string {
  const words: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping',
    record: 'a mapping',
  };
  return words[expected] ?? expected;
}

function typeRemedy(expected: string, value: unknown): string {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    return 'put it in quotes to make it a text';
  }
  if (expected === 'array' && typeof value === 'string') return 'write it as a list: ["..."]';
  if (expected === 'object' && value === null) return 'write {} behind it, or fields below it';
  return `write ${typeWord(expected)}`;
}

function sizeWords(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const small = issue.code === 'too_small';
  const limit = Number(small ? issue.minimum : issue.maximum);
  if (issue.origin === 'string') {
    return small ? 'must not be empty' : `must have at most ${limit} characters`;
  }
  if (issue.origin === 'array') return small ? 'needs at least one item' : `may have at most ${limit} items`;
  return small ? `must be at least ${limit}` : `must be at most ${limit}`;
}

function formatWords(message: string): string {
  if (message.endsWith('/^[A-Za-z_][A-Za-z0-9_]*$/')) return 'a variable has letters, digits and "_" only';
  return message.replace(/^Invalid string: /, '');
}
