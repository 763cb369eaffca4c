/** `luka approvals`: what waits for a yes, what was decided, and waiting for a decision. */
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Approval, ApprovalSummary, Grant } from '#shared/nouns/approval.ts';
import type { CliContext } from '../context.ts';
import { diffText, verdictLines } from '../gate-words.ts';
import { formatClock, formatMoment } from '../moments.ts';
import { parseLength, parseLimit } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

/** The server holds an answer back no longer than this. s. */
const LONGEST_WAIT = 60;

export function define(command: Command, context: CliContext): void {
  command
    .option('-a, --all', 'what was decided, too')
    .option('--task <task>', 'only those of this task')
    .option('--limit <number>', 'at most so many, newest first', '50')
    .addHelpText(
      'after',
      '\nExamples:\n  luka approvals\n  luka approvals show 7\n  luka approve 7 --runs 5\n  luka approvals wait 7 --for 1h',
    )
    .action(async (options: { all?: boolean; task?: string; limit: string }) =>
      listApprovals(await openSession(context), {
        all: options.all === true,
        task: options.task,
        limit: parseLimit(options.limit, 500),
      }),
    );
  command
    .command('show')
    .description('what would run, why it waits, and what changed')
    .argument('<approval>', 'its number')
    .action(async (text: string) => showApproval(await openSession(context), parseApproval(text)));
  command
    .command('wait')
    .description('wait until it is decided; exits with 0 for a yes, 77 for a no')
    .argument('<approval>', 'its number')
    .option('--for <length>', 'at most so long', '1h')
    .action(async (text: string, options: { for: string }) => {
      const session = await openSession(context);
      context.exitWith(await waitFor(session, parseApproval(text), parseLength('--for', options.for)));
    });
  command
    .command('revoke')
    .description('take back a yes that still lets runs through')
    .argument('<approval>', 'its number')
    .option('--reason <text>', 'kept in the audit')
    .action(async (text: string, { reason }: { reason?: string }) => {
      const { client, terminal, json } = await openSession(context);
      const body = reason === undefined ? {} : { reason };
      const approval = await client.revokeApproval({ params: { approval: parseApproval(text) }, body });
      if (json) return terminal.json(approval);
      await terminal.print(`approval ${approval.id} lets nothing through any more`);
    });
}

/** @throws LukaError usage */
export function parseApproval(text: string): number {
  const id = /^#?(\d{1,15})$/.exec(text)?.[1];
  if (id === undefined || Number(id) === 0)
    throw new LukaError('usage', {
      message: `"${text}" names no approval`,
      remedy: 'give its number; see `luka approvals`',
    });
  return Number(id);
}

export async function listApprovals(
  { client, terminal, json, now }: Session,
  query: { all: boolean; task: string | undefined; limit: number },
): Promise<void> {
  const page = await client.listApprovals({
    query: {
      limit: query.limit,
      ...(query.all ? {} : { state: 'pending' as const }),
      ...(query.task === undefined ? {} : { task: query.task }),
    },
  });
  if (json) return terminal.json(page);
  if (page.approvals.length === 0)
    return terminal.note(query.all ? 'nothing was ever asked' : 'nothing waits for approval');
  const rows = page.approvals.map((approval) => [
    String(approval.id),
    approval.state,
    String(approval.score),
    safeText(approval.task ?? approval.title),
    safeText(approval.requestedBy.name),
    formatMoment(approval.requestedAt, now),
    stateWords(approval, now),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['ID', 'STATE', 'SCORE', 'WHAT', 'ASKED BY', 'ASKED', ''], rows, options))
    await terminal.print(line);
  if (page.next !== undefined)
    await terminal.note(terminal.style('dim', 'there are more: raise --limit', 'err'));
}

function stateWords(approval: ApprovalSummary, now: number): string {
  if (approval.state === 'pending') return `lapses ${formatClock(approval.expiresAt, now)}`;
  const by = approval.decidedBy === undefined ? '' : `by ${approval.decidedBy.name}`;
  const note = approval.note === undefined ? '' : `: ${approval.note}`;
  return safeText(`${by}${grantWords(approval)}${note}`);
}

function grantWords({ grant, left, state }: ApprovalSummary): string {
  if (grant === undefined || state !== 'approved') return '';
  return ` for ${grantText(grant)}${left !== undefined && left > 0 ? `, ${left} left` : ''}`;
}

export function grantText(grant: Grant): string {
  if ('once' in grant) return 'this run';
  return 'runs' in grant ? `${grant.runs} runs` : `everything until ${grant.until}`;
}

export async function showApproval({ client, terminal, json, now }: Session, id: number): Promise<void> {
  const approval = await client.getApproval({ params: { approval: id }, query: {} });
  if (json) return terminal.json(approval);
  for (const line of approvalLines(terminal, approval, now)) await terminal.print(line);
}

export function approvalLines(terminal: Session['terminal'], approval: Approval, now: number): string[] {
  const { id, state, title, task, run, requestedBy, requestedAt } = approval;
  return [
    `${terminal.style('bold', `approval ${id}`)} (${state}) for run ${run} of ${safeText(task ?? title)}, ` +
      `asked by ${safeText(requestedBy.name)} ${formatMoment(requestedAt, now)}`,
    ...verdictLines(terminal, approval.verdict),
    '',
    approval.comparedTo === undefined
      ? 'What would run (never approved before):'
      : `What changed since approval ${approval.comparedTo}:`,
    ...diffText(terminal, approval.diff),
  ];
}

/** @returns the exit code: 0 for a yes, 77 for anything else, 75 while nobody decided */
export async function waitFor(
  { client, terminal, json }: Session,
  id: number,
  longest: number,
): Promise<number> {
  const end = performance.now() + longest;
  for (;;) {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1_000));
    const wait = Math.min(LONGEST_WAIT, left);
    const approval = await client.getApproval({ params: { approval: id }, query: { wait } });
    if (approval.state !== 'pending' || left === 0) {
      if (json) await terminal.json(approval);
      else
        await terminal.print(
          `approval ${id}: ${approval.state}${approval.note === undefined ? '' : `: ${safeText(approval.note)}`}`,
        );
      if (approval.state === 'pending') return 75;
      return approval.state === 'approved' ? 0 : 77;
    }
  }
}
