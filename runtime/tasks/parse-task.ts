/** The text of a task file to a definition, or to findings that each name line and column. */
import { basename } from 'node:path';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { ERRORS } from '#shared/errors/catalogue.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { checkDefinition } from './check-definition.ts';
import { toFinding } from './faults.ts';
import { readYaml, type YamlFault } from './read-yaml.ts';
import { placesIn, type Locate } from './source-text.ts';

/** Parsing holds up everything else: about a millisecond for each KiB. Long scripts belong into files of their own. */
export const MAX_TASK_BYTES = 131_072;

export interface ParsedTask {
  /** Absent while any finding is an error. */
  readonly definition?: TaskDefinition;
  readonly findings: readonly Finding[];
  /** Places of the definition's values, for checks that come later (does the module exist?). */
  readonly locate: Locate;
}

/**
 * @param text the whole file
 * @param file its path, as findings name it
 */
export function parseTask(text: string, file: string): ParsedTask {
  if (text.length > MAX_TASK_BYTES || Buffer.byteLength(text) > MAX_TASK_BYTES) {
    return { findings: [tooLarge(file)], locate: () => undefined };
  }
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const reading = readYaml(plain);
  if (reading.faults.length > 0) {
    const place = placesIn(plain);
    return {
      findings: reading.faults.map((fault) => ({
        code: yamlCode(fault.kind),
        severity: 'error',
        message: fault.message,
        remedy: fault.remedy,
        file,
        ...place(fault.offset),
      })),
      locate: reading.locate,
    };
  }
  const { definition, faults } = checkDefinition(reading.value ?? null, 'task', ownId(file));
  return {
    ...(definition === undefined ? {} : { definition }),
    findings: faults.map((fault) => toFinding(fault, reading.locate, file)).sort(byPlace),
    locate: reading.locate,
  };
}

/** The id that its file's name gives a task. */
function ownId(file: string): string {
  return basename(file).replace(/\.ya?ml$/, '');
}

/** What has no place stands last. */
function byPlace(a: Finding, b: Finding): number {
  if (a.line === undefined || b.line === undefined)
    return Number(a.line === undefined) - Number(b.line === undefined);
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

export function tooLarge(file: string): Finding {
  const { message, remedy } = ERRORS.task_too_large;
  return { code: 'task_too_large', severity: 'error', message, remedy, file, line: 1, column: 1 };
}

function yamlCode(kind: YamlFault['kind']): ErrorCode {
  switch (kind) {
    case 'syntax':
    case 'too-deep':
      return 'task_unparsable';
    case 'duplicate-key':
    case 'unsafe':
      return 'task_invalid';
  }
}
