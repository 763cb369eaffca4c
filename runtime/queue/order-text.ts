/** The text of a work order, JSON or YAML, to a plain value: size and depth are known before anything recursive reads it. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { MAX_DEPTH, readYaml } from '../tasks/read-yaml.ts';
import { placesIn, type Locate, type Place } from '../tasks/source-text.ts';
import { scanJson } from './scan-json.ts';

export const MAX_ORDER_BYTES = 1_048_576;
export const MAX_ORDER_DEPTH = MAX_DEPTH;

export interface OrderText {
  readonly value: unknown;
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
  if (text.length > MAX_ORDER_BYTES || Buffer.byteLength(text) > MAX_ORDER_BYTES) throw orderTooLarge(name);
  const plain = withoutMark(text);
  return orderFormat(name, plain) === 'json' ? parseJson(plain, name) : parseYaml(plain, name);
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
  let locate: Locate | undefined;
  return {
    value: JSON.parse(text) as unknown,
    // Places are needed only where something is wrong. JSON is YAML, and the YAML reader knows where its nodes are.
    locate: (path, options) => (locate ??= readYaml(text).locate)(path, options),
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
