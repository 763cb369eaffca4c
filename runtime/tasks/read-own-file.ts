/** The text of a file of settings in YAML to its value, or to findings that each name line and column. */
import type { z } from 'zod';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { FaultList, toFinding } from './faults.ts';
import { readYaml } from './read-yaml.ts';
import { schemaFaults } from './schema-faults.ts';
import { placesIn } from './source-text.ts';

export const MAX_OWN_FILE_BYTES = 131_072;

export interface OwnFile<T> {
  /** Its path, as findings name it. */
  readonly file: string;
  readonly schema: z.ZodType<T>;
  readonly code: ErrorCode;
  /** What it is, for messages: `a policy`. */
  readonly what: string;
  /** What is said of one that is too large. */
  readonly tooLarge: { readonly message: string; readonly remedy: string };
  /** Remedies for keys that people write who know other tools, by path; of the value where names in it are part of a path. */
  readonly hints: (value: unknown) => Readonly<Record<string, string>>;
  /** What no schema can say. */
  readonly check: (value: T, faults: FaultList) => void;
}

/**
 * Never throws for what the text holds. An empty file is an empty mapping.
 * @returns no value while any finding is an error
 */
export function readOwnFile<T>(
  text: string,
  { file, schema, code, what, tooLarge, hints, check }: OwnFile<T>,
): { value?: T; findings: Finding[] } {
  if (text.length > MAX_OWN_FILE_BYTES || Buffer.byteLength(text) > MAX_OWN_FILE_BYTES)
    return { findings: [{ code, severity: 'error', ...tooLarge, file }] };
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const reading = readYaml(plain);
  if (reading.faults.length > 0) {
    const place = placesIn(plain);
    return {
      findings: reading.faults.map(({ message, remedy, offset }) => ({
        code,
        severity: 'error',
        message,
        remedy,
        file,
        ...place(offset),
      })),
    };
  }
  const value = reading.value ?? {};
  const faults = new FaultList();
  const read = schema.safeParse(value);
  if (read.success) check(read.data, faults);
  else schemaFaults({ schema, value, path: [], code, what, hints: hints(value) }, read.error.issues, faults);
  const findings = faults.toArray().map((fault) => toFinding(fault, reading.locate, file));
  return read.success && faults.size === 0 ? { value: read.data, findings } : { findings };
}
