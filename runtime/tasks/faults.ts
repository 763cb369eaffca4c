/** A fault is one thing wrong with a value, by its path; with a text's places known it becomes a finding. */
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { Locate, LocateOptions, Path } from './source-text.ts';

export interface Fault extends LocateOptions {
  readonly code: ErrorCode;
  readonly path: Path;
  readonly message: string;
  readonly remedy: string;
  /** Default `error`. */
  readonly severity?: Finding['severity'];
}

export function toFinding(fault: Fault, locate?: Locate, file?: string): Finding {
  const place = locate?.(fault.path, {
    ...(fault.at === undefined ? {} : { at: fault.at }),
    ...(fault.within === undefined ? {} : { within: fault.within }),
  });
  return {
    code: fault.code,
    severity: fault.severity ?? 'error',
    message: fault.message,
    remedy: fault.remedy,
    ...(file === undefined ? {} : { file }),
    ...(place === undefined ? {} : { line: place.line, column: place.column }),
  };
}
