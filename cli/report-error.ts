/** How a failure is told: to a person as `code: what is wrong; what to do`, to a script as JSON; always on stderr. */
import { ERRORS } from '#shared/errors/catalogue.ts';
import { formatError, LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import { formatFinding } from '#shared/nouns/finding.ts';
import { safeText } from './table.ts';
import type { Terminal } from './terminal.ts';

export interface ReportOptions {
  readonly json: boolean;
  /** Adds the stack of a bug. */
  readonly debug: boolean;
}

/** @returns the exit code */
export async function reportError(
  terminal: Terminal,
  error: unknown,
  options: ReportOptions,
): Promise<number> {
  const body = error instanceof LukaError ? toErrorBody(error) : bugBody(error);
  if (options.json) {
    await terminal.note(JSON.stringify({ error: body }));
  } else {
    const line = safeText(formatError(body));
    const colon = line.indexOf(':');
    await terminal.note(terminal.style('red', line.slice(0, colon), 'err') + line.slice(colon));
    for (const finding of body.findings ?? []) await terminal.note(`  ${safeText(formatFinding(finding))}`);
  }
  if (options.debug && error instanceof Error && error.stack) await terminal.note(error.stack);
  return ERRORS[body.code].exit;
}

/** The person at the terminal owns this process, so the details of a bug in it are theirs to see. */
function bugBody(error: unknown): ReturnType<typeof toErrorBody> {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: 'internal',
    message: `${ERRORS.internal.message} (${detail})`,
    remedy: 'run it again with LUKA_DEBUG=1 for the details, and report it',
  };
}
