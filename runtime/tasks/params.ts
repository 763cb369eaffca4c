/** Turns what a person, a script or an agent gave for a task's parameters into values of the declared types. */
import { runInNewContext } from 'node:vm';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Param, ParamValue, ParamValues } from '#shared/nouns/param.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { closest } from './suggest.ts';

/** What a pattern may take of everyone's time. */
const PATTERN_MS = 50;
const PATIENT_MS = 150;

/**
 * Applies defaults, reads texts from the command line as the declared type where only one reading is possible, and
 * checks limits. An optional parameter that has neither value nor default is absent from the answer.
 * @throws LukaError param_unknown, param_missing, param_invalid
 */
export function resolveParams(
  declared: TaskDefinition['params'],
  given: Readonly<Record<string, unknown>>,
): ParamValues {
  const params = declared ?? {};
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(params, name)) throw unknownParam(name, Object.keys(params));
  }
  const values: ParamValues = {};
  for (const [name, param] of Object.entries(params)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value !== undefined && value !== null) values[name] = readParam(name, param, value);
    else if (param.default !== undefined) values[name] = readParam(name, param, param.default);
    else if (param.required === true) {
      throw new LukaError('param_missing', {
        message: `the parameter "${name}" (${describeParam(param)}) is required`,
        remedy: `give it with --param ${name}=value`,
      });
    }
  }
  return values;
}

/**
 * One value, checked against one declaration.
 * @throws LukaError param_invalid
 */
export function readParam(name: string, param: Param, value: unknown): ParamValue {
  const read = coerce(param, value);
  if (read === undefined || !isWithin(param, read)) {
    throw new LukaError('param_invalid', {
      message: `the parameter "${name}" wants ${describeParam(param)}, but was given ${showValue(value)}`,
      remedy: `give ${describeParam(param)}`,
    });
  }
  return read;
}

/** The type in words, with its limits: `a whole number from 1 to 100`, `one of "a", "b"`. */
function describeParam(param: Param): string {
  switch (param.type) {
    case 'string':
      return param.pattern === undefined ? 'a text' : `a text that matches /${param.pattern}/`;
    case 'number':
      return `a number${limits(param.min, param.max)}`;
    case 'integer':
      return `a whole number${limits(param.min, param.max)}`;
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${param.options.map((option) => `"${option}"`).join(', ')}`;
  }
}

/** A value as a message shows it: quoted, cut, and with its type where that is the fault. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
  }
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : 'a mapping';
}

function limits(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

function coerce(param: Param, value: unknown): ParamValue | undefined {
  switch (param.type) {
    case 'string':
    case 'choice':
      return typeof value === 'string' ? value : undefined;
    case 'number':
    case 'integer': {
      const number = typeof value === 'string' ? readNumber(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
      return param.type === 'number' || Number.isSafeInteger(number) ? number : undefined;
    }
    case 'boolean': {
      if (typeof value === 'boolean') return value;
      const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
      return Object.hasOwn(BOOLEANS, word) ? BOOLEANS[word] : undefined;
    }
  }
}

/** Decimal numbers only: `0x10`, `1_000`, `Infinity` and an empty text could each be meant otherwise. */
function readNumber(text: string): number | undefined {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
}

function isWithin(param: Param, value: ParamValue): boolean {
  switch (param.type) {
    case 'string':
      // An environment variable or an argument cannot hold NUL.
      if (String(value).includes('\0')) return false;
      return param.pattern === undefined || matches(param.pattern, String(value));
    case 'choice':
      return param.options.includes(String(value));
    case 'number':
    case 'integer':
      return Number(value) >= (param.min ?? -Infinity) && Number(value) <= (param.max ?? Infinity);
    case 'boolean':
      return true;
  }
}

/**
 * Whether a value fits a pattern that somebody else wrote: some patterns take for ever on some values, and this one is
 * given up. @throws LukaError param_invalid
 */
function matches(pattern: string, value: string): boolean {
  const test = (timeout: number) =>
    runInNewContext('new RegExp(pattern, "u").test(value)', { pattern, value }, { timeout }) === true;
  try {
    try {
      return test(PATTERN_MS);
    } catch {
      // On a machine with much else to do the time may have passed without a turn: once more, with patience.
      return test(PATIENT_MS);
    }
  } catch (cause) {
    throw new LukaError('param_invalid', {
      message: `the pattern /${pattern}/ takes too long, or cannot be read`,
      remedy: 'write a simpler pattern',
      cause,
    });
  }
}

function unknownParam(name: string, known: readonly string[]): LukaError {
  const near = closest(name, known);
  return new LukaError('param_unknown', {
    message: `the task has no parameter "${name}"`,
    ...(near === undefined
      ? { remedy: known.length > 0 ? `it has ${known.join(', ')}` : 'it takes none; leave it out' }
      : { remedy: `did you mean "${near}"?` }),
  });
}
