/** What a schema wants, in the words of the file. */
import type { z } from 'zod';
import { showValue } from './params.ts';
import { didYouMean } from './suggest.ts';

export interface Wanted {
  /** Values that may be written as they are. */
  readonly values: readonly unknown[];
  /** Types as zod calls them. */
  readonly types: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

export function typeWord(expected: string): string {
  return TYPES[expected] ?? expected;
}

/** `one of latest, all, skip, or a mapping`; `true or a text`. */
export function wantedWords({ values, types }: Wanted): string {
  const words = types.map(typeWord);
  // Of all fields only durations may be either of the two.
  const kinds =
    types.length === 2 && types.includes('string') && types.includes('number')
      ? ['a duration such as 30s, 5m or 1h30m']
      : [...new Set(words)];
  if (values.length < 2) return [...values.map(String), ...kinds].join(' or ');
  return `one of ${values.map(String).join(', ')}${kinds.length === 0 ? '' : `, or ${kinds.join(' or ')}`}`;
}

export function wantedRemedy(wanted: Wanted, value: unknown): string {
  const { values, types } = wanted;
  const [only, ...more] = values;
  if (values.length === 0 && types.length === 1) return typeRemedy(types[0] ?? '', value);
  const words = values.map(String);
  const near = typeof value === 'string' ? didYouMean(value, words) || longForm(value, words) : '';
  if (types.length > 0) return `${near}write ${wantedWords(wanted)}`;
  return more.length > 0 ? `${near}write one of them` : `write ${String(only)}, or leave it out`;
}

/** `monday` for `mon`: the same word at more length. */
function longForm(value: string, words: readonly string[]): string {
  const short = words.find((word) => word.length > 2 && value.toLowerCase().startsWith(word));
  return short === undefined ? '' : `did you mean "${short}"? `;
}

function typeRemedy(expected: string, value: unknown): string {
  const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (expected === 'string' && scalar) return 'put it in quotes to make it a text';
  if (expected === 'array' && typeof value === 'string') return `write it as a list: [${showValue(value)}]`;
  if (expected === 'array' && value !== null && typeof value === 'object') {
    return 'put "- " before it to make it the first item of a list';
  }
  if (expected === 'object' && value === null) return 'write {} behind it, or fields below it';
  return `write ${typeWord(expected)}`;
}

export function sizeWords(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const small = issue.code === 'too_small';
  const limit = Number(small ? issue.minimum : issue.maximum);
  if (issue.origin === 'string') {
    return small ? 'must not be empty' : `must have at most ${limit} characters`;
  }
  if (issue.origin === 'array') return small ? 'needs at least one item' : `may have at most ${limit} items`;
  return small ? `must be at least ${limit}` : `must be at most ${limit}`;
}

export function formatWords(message: string): string {
  if (message.endsWith('/^[A-Za-z_][A-Za-z0-9_]*$/')) return 'a variable has letters, digits and "_" only';
  return message.replace(/^Invalid string: /, '');
}
