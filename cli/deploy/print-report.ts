import { EXIT } from '#shared/errors/exit-codes.ts';
import type { DeployReport } from '#shared/nouns/deployment.ts';
import type { CliContext } from '../context.ts';
import { formatTable, safeText } from '../table.ts';

const COLOURS = { done: 'green', planned: 'cyan', rolled_back: 'red', failed: 'red', stuck: 'red' } as const;
const WORDS: Readonly<Record<DeployReport['outcome'], string>> = {
  done: 'done',
  planned: 'planned; nothing was changed',
  rolled_back: 'failed; the release before runs again',
  failed: 'a check failed',
  stuck: 'failed, and so did going back',
};

/** Prints what was done and seen; what did not succeed ends with its own code. */
export async function printReport(context: CliContext, report: DeployReport): Promise<void> {
  const { outcome, action, release, steps, checks, message, file } = report;
  if (outcome !== 'done' && outcome !== 'planned') context.exitWith(EXIT.failed);
  const { terminal } = context;
  if (context.json()) return terminal.json(report);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('dim', text) };
  const table = async (headings: string[], rows: string[][]): Promise<void> => {
    if (rows.length > 0) for (const line of formatTable(headings, rows, options)) await terminal.print(line);
  };
  await table(
    ['STEP', '', ''],
    steps.map(({ step, state, note }) => [step, state, safeText(note)]),
  );
  await table(
    ['CHECK', '', ''],
    checks.map(({ name, ok, note }) => [name, ok ? 'ok' : 'FAILED', safeText(note)]),
  );
  if (message !== undefined) for (const line of message.split('\n')) await terminal.note(safeText(line));
  const about = release === undefined ? '' : ` ${release}`;
  await terminal.print(`${action}${about}: ${terminal.style(COLOURS[outcome], WORDS[outcome])}`);
  if (file !== undefined) await terminal.note(`report: ${file}.md`);
}
