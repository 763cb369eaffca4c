/** The one class of expected failure. Anything else that is thrown is a bug and is reported as `internal`. */
import { z } from 'zod';
import { Finding } from '../nouns/finding.ts';
import { ERROR_CODES, ERRORS, type ErrorCode } from './catalogue.ts';
import type { ErrorEntry } from './error-entry.ts';

export interface LukaErrorOptions {
  /** What is wrong, here and now; the catalogue's message where left out. */
  message?: string;
  /** What to do; the catalogue's remedy where left out. */
  remedy?: string;
  /** Single faults with their places, for input that has several. */
  findings?: Finding[];
  cause?: unknown;
}

export class LukaError extends Error {
  override readonly name = 'LukaError';
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly findings: Finding[];

  constructor(code: ErrorCode, options: LukaErrorOptions = {}) {
    super(
      options.message ?? ERRORS[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.remedy = options.remedy ?? ERRORS[code].remedy;
    this.findings = options.findings ?? [];
  }

  get entry(): ErrorEntry {
    return ERRORS[this.code];
  }
}

/** An error as it travels over HTTP, the control socket and into result files. */
export const ErrorBody = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  remedy: z.string(),
  findings: z.array(Finding).optional(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
export const ErrorEnvelope = z.strictObject({ error: ErrorBody });
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>;

/** Any thrown thing as a body. A bug keeps its details to itself: they go to the log, not to the caller. */
export function toErrorBody(error: unknown): ErrorBody {
  if (error instanceof LukaError) {
    return {
      code: error.code,
      message: error.message,
      remedy: error.remedy,
      ...(error.findings.length > 0 ? { findings: error.findings } : {}),
    };
  }
  return { code: 'internal', message: ERRORS.internal.message, remedy: ERRORS.internal.remedy };
}

export function fromErrorBody(body: ErrorBody): LukaError {
  return new LukaError(body.code, {
    message: body.message,
    remedy: body.remedy,
    findings: body.findings ?? [],
  });
}

/** `code: what is wrong; what to do` */
export function formatError(body: Pick<ErrorBody, 'code' | 'message' | 'remedy'>): string {
  return `${body.code}: ${body.message}; ${body.remedy}`;
}
