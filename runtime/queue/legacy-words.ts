/** The words of legacy orders in Luka's: priorities, risks, durations and lists of paths. */
import { parseDuration } from '#shared/nouns/duration.ts';
import { textOf } from './fields.ts';
import type { Priority } from '#shared/nouns/priority.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';

type Risk = NonNullable<TaskDefinition['risk']>;

const PRIORITY_WORDS: Readonly<Record<string, Priority>> = {
  urgent: 'urgent',
  critical: 'urgent',
  highest: 'urgent',
  emergency: 'urgent',
  immediate: 'urgent',
  asap: 'urgent',
  high: 'high',
  important: 'high',
  normal: 'normal',
  medium: 'normal',
  med: 'normal',
  moderate: 'normal',
  default: 'normal',
  low: 'low',
  lowest: 'low',
  minor: 'low',
  background: 'low',
};

const RISK_WORDS: Readonly<Record<string, Risk>> = {
  none: 'low',
  safe: 'low',
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  med: 'medium',
  moderate: 'medium',
  high: 'high',
  dangerous: 'high',
  severe: 'high',
  critical: 'critical',
};

/** `P0` to `P3`, the bare numbers 0 (most urgent) and up, or a word. @returns undefined for what is no priority */
export function legacyPriority(value: unknown): Priority | undefined {
  const word = (textOf(value) ?? '').trim().toLowerCase();
  const level = /^p?(\d{1,3})$/.exec(word)?.[1];
  if (level !== undefined) return (['urgent', 'high', 'normal'] as const)[Number(level)] ?? 'low';
  return Object.hasOwn(PRIORITY_WORDS, word) ? PRIORITY_WORDS[word] : undefined;
}

/** A word, or a number from 0 (low) to 3 (critical). @returns undefined for what is no risk */
export function legacyRisk(value: unknown): Risk | undefined {
  const word = (textOf(value) ?? '').trim().toLowerCase();
  if (/^[0-3]$/.test(word)) return (['low', 'medium', 'high', 'critical'] as const)[Number(word)];
  return Object.hasOwn(RISK_WORDS, word) ? RISK_WORDS[word] : undefined;
}

/** Below this a bare number is seconds, from it on milliseconds: nobody gives a step 3 hours, or 5 ms. */
const MILLISECONDS_FROM = 10_000;

/**
 * A timeout in ms. A number (or a text that is one) below 10 000 is seconds, otherwise milliseconds; a text may also
 * carry a unit, such as `30s`.
 * @returns undefined for what is no duration, 0 where none is wanted
 */
export function legacyTimeout(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  if (typeof number === 'number') {
    if (!Number.isFinite(number) || number < 0) return undefined;
    return Math.round(number < MILLISECONDS_FROM ? number * 1_000 : number);
  }
  return typeof number === 'string' ? parseDuration(number) : undefined;
}

/** A list of texts, given as one or as a text with commas, colons or line breaks between them. */
export function legacyPaths(value: unknown): string[] | undefined {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string');
  if (typeof value !== 'string') return undefined;
  return value
    .split(/[,:\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Anything as a list of texts: what is not a text is written as JSON. */
export function legacyTexts(value: unknown): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return (Array.isArray(value) ? value : [value]).map((item: unknown) =>
    typeof item === 'string' ? item : JSON.stringify(item),
  );
}

/** Splits a command line into words like a shell, without expanding anything: quotes and backslashes only. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (quote === '"' && char === '\\' && '"\\$`'.includes(line[at + 1] ?? '-'))
        word += line[(at += 1)] ?? '';
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\' && at + 1 < line.length) {
      word = (word ?? '') + (line[(at += 1)] ?? '');
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}
