/** A coded failure as the page shows it: what is wrong and what to do. */
import type { ErrorBody } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly remedy: string;
  readonly findings: readonly Finding[];
  /** HTTP status; 0 where there was no answer at all. */
  readonly status: number;

  constructor(status: number, body: { code: string; message: string; remedy: string; findings?: Finding[] }) {
    super(body.message);
    this.status = status;
    this.code = body.code;
    this.remedy = body.remedy;
    this.findings = body.findings ?? [];
  }

  get isSignedOut(): boolean {
    return this.status === 401;
  }
}

/** The error in an answer's text; an answer that Luka did not write is `not_luka`. */
export function errorFromAnswer(status: number, text: string): ApiError {
  try {
    const envelope = JSON.parse(text) as { error?: Partial<ErrorBody> } | null;
    const error = envelope?.error;
    if (typeof error?.code === 'string' && typeof error.message === 'string') {
      return new ApiError(status, {
        code: error.code,
        message: error.message,
        remedy: typeof error.remedy === 'string' ? error.remedy : '',
        ...(error.findings ? { findings: error.findings } : {}),
      });
    }
  } catch {
    // Not JSON: answered below.
  }
  return new ApiError(status, {
    code: 'not_luka',
    message: `An answer with status ${status} that Luka did not write`,
    remedy: 'see what else listens on this address',
  });
}

/** Any thrown thing as an ApiError; a request that was never answered says so. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof TypeError) {
    return new ApiError(0, {
      code: 'not_running',
      message: 'Luka does not answer',
      remedy: 'start it with `luka up`; this page comes back by itself',
    });
  }
  return new ApiError(0, {
    code: 'internal',
    message: error instanceof Error ? error.message : 'Something went wrong in this page',
    remedy: 'reload the page',
  });
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
