/** The text of a work order, JSON or YAML, to a plain value: size and depth are known before anything recursive reads it. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { MAX_DEPTH, readYaml } from '../tasks/read-yaml.ts';
import { MAX_TASK_BYTES } from '../tasks/parse-task.ts';
import { placesIn, type Locate, type Place } from '../tasks/source-text.ts';
import { scanJson } from './scan-json.ts';

export const MAX_ORDER_BYTES = 1_048_576;
/** YAML takes about a millisecond for each KiB, in which nothing else goes on; JSON a hundredth of that. */
export const MAX_YAML_BYTES = MAX_TASK_BYTES;
export const MAX_ORDER_DEPTH = MAX_DEPTH;

export interface OrderText {
  readonly value: unknown;
  /** Knows no places in JSON of more than MAX_YAML_BYTES. */
  readonly locate: Locate;
}

export type OrderFormat = 'json' | 'yaml';

/** By the name's extension; without a telling one, by the first character. */
export function orderFormat(name: string, text: string): OrderFormat {
  if (/\.json$/i.test(name)) return 'json';
  if (/\.ya?ml$/i.test(name)) return 'yaml';
  return /^\uFEFF?\s*[[{]/.test(text) ? 'json' : 'yaml';
}

/**
 * @param name the file's name, for the format and for messages
 * @throws LukaError order_too_large, order_too_deep, order_unparsable, with line and column
 */
export function parseOrderText(text: string, name: string): OrderText {
  if (isLarger(text, MAX_ORDER_BYTES)) throw orderTooLarge(name);
  const plain = withoutMark(text);
  if (orderFormat(name, plain) === 'json') return parseJson(plain, name);
  if (isLarger(plain, MAX_YAML_BYTES)) {
    throw new LukaError('order_too_large', {
      message: `${name} is larger than 128 KiB, the most that YAML may have`,
      remedy: 'write it as JSON, or put the bulk into a file and name the file in the order',
    });
  }
  return parseYaml(plain, name);
}

function isLarger(text: string, bytes: number): boolean {
  return text.length > bytes || Buffer.byteLength(text) > bytes;
}

/** Whether more text would not help it: it parses, or nests too deep. */
export function isWholeJson(text: string): boolean {
  const scan = scanJson(withoutMark(text), MAX_ORDER_DEPTH);
  return scan.ok || 'tooDeep' in scan;
}

/** Whether it would be JSON if it went on. */
export function isCutOffJson(text: string): boolean {
  const scan = scanJson(withoutMark(text), MAX_ORDER_DEPTH);
  return !scan.ok && 'incomplete' in scan && scan.incomplete;
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

export function orderTooLarge(name: string): LukaError {
  return new LukaError('order_too_large', { message: `${name} is larger than 1 MiB` });
}

function parseJson(text: string, name: string): OrderText {
  const scan = scanJson(text, MAX_ORDER_DEPTH);
  if (!scan.ok) {
    const place = placesIn(text)(scan.offset);
    if ('tooDeep' in scan)
      throw failure('order_too_deep', name, place, `it nests deeper than ${MAX_ORDER_DEPTH} levels`);
    throw failure('order_unparsable', name, place, scan.message);
  }
  const located = !isLarger(text, MAX_YAML_BYTES);
  let locate: Locate | undefined;
  return {
    value: JSON.parse(text) as unknown,
    // Places are needed only where something is wrong. JSON is YAML, and the YAML reader knows where its nodes are.
    locate: (path, options) => (located ? (locate ??= readYaml(text).locate)(path, options) : undefined),
  };
}

function parseYaml(text: string, name: string): OrderText {
  const { value, faults, locate } = readYaml(text);
  const [fault] = faults;
  if (fault) {
    const code = fault.kind === 'too-deep' ? 'order_too_deep' : 'order_unparsable';
    throw failure(code, name, placesIn(text)(fault.offset), fault.message, fault.remedy);
  }
  return { value: value ?? null, locate };
}

function failure(
  code: ErrorCode,
  file: string,
  place: Place,
  message: string,
  remedy = 'mend this line',
): LukaError {
  return new LukaError(code, {
    message: `${file}, line ${place.line}, column ${place.column}: ${message}`,
    findings: [{ code, severity: 'error', message, remedy, file, ...place }],
  });
}
