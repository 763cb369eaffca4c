/** Reads what a person drops: a file or standard input, JSON or YAML. Whether it is a good order is for Luka to say. */
import { open } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { LukaError } from '#shared/errors/luka-error.ts';

/** Bytes: what the inbox and the API take. */
const LARGEST = 1_048_576;
/** Levels: far beyond what Luka takes, and well within what parsers and JSON.stringify do on one stack. */
const DEEPEST = 1_000;

/** @throws LukaError order_too_large, file_unreadable */
export async function readOrderText(
  file: string,
  stdin: AsyncIterable<Uint8Array> = process.stdin,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const source = file === '-' ? stdin : await openFile(file);
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > LARGEST) throw new LukaError('order_too_large');
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof LukaError ? error : unreadable(file, error);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @throws LukaError order_unparsable, order_invalid, order_too_deep */
export function parseOrder(text: string, file: string): Record<string, unknown> {
  const value = parseJson(text) ?? parseYaml(text, file);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new LukaError('order_invalid', {
      message: `${nameOf(file)} is not a work order: it holds ${describe(value)}, not names with values`,
    });
  if (isDeeperThan(value, DEEPEST)) throw new LukaError('order_too_deep');
  return value as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // YAML takes in JSON, and says where the fault is.
    return undefined;
  }
}

function parseYaml(text: string, file: string): unknown {
  if (nests(text)) throw new LukaError('order_too_deep');
  const document = parseDocument(text, { prettyErrors: true, logLevel: 'error' });
  const fault = document.errors[0];
  if (fault === undefined) {
    try {
      return document.toJS({ maxAliasCount: 100 }) as unknown;
    } catch (error) {
      throw new LukaError('order_unparsable', { message: `${nameOf(file)}: ${String(error)}`, cause: error });
    }
  }
  const place = fault.linePos?.[0];
  const message = fault.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? fault.code;
  throw new LukaError('order_unparsable', {
    message: `${nameOf(file)}${place === undefined ? '' : `:${place.line}:${place.col}`} is not valid JSON or YAML: ${message}`,
    findings: [
      {
        code: 'order_unparsable',
        severity: 'error',
        message,
        remedy: 'mend this line',
        file: nameOf(file),
        ...(place === undefined ? {} : { line: place.line, column: place.col }),
      },
    ],
  });
}

/** Whether brackets alone, wherever they stand, could outgrow the parser's stack. */
function nests(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

async function openFile(file: string): Promise<AsyncIterable<Buffer>> {
  try {
    const handle = await open(file);
    return handle.createReadStream() as AsyncIterable<Buffer>;
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): LukaError {
  return new LukaError('file_unreadable', {
    message: `${nameOf(file)} cannot be read (${error instanceof Error ? error.message : String(error)})`,
    cause: error,
  });
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
