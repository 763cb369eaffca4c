/** `luka audit`: who did what; whether it was changed afterwards; all of it as JSON lines. */
import { Option, type Command } from 'commander';
import { EXIT } from '#shared/errors/exit-codes.ts';
import { AUDIT_ACTIONS, type AuditAction, type AuditRow } from '#shared/nouns/audit.ts';
import type { CliContext } from '../context.ts';
import { formatClock } from '../moments.ts';
import { parseLimit } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

const PAGE = 1_000;

export function define(command: Command, context: CliContext): void {
  command
    .addOption(new Option('--action <action>', 'only these').choices(AUDIT_ACTIONS))
    .option('--actor <name>', 'only by this one')
    .option('--limit <number>', 'at most so many, newest first', '50')
    .addHelpText(
      'after',
      '\nExamples:\n  luka audit --actor codex\n  luka audit verify\n  luka audit export > audit.jsonl',
    )
    .action(async (options: { action?: AuditAction; actor?: string; limit: string }) => {
      const { action, actor } = options;
      await listAudit(await openSession(context), {
        limit: parseLimit(options.limit, 1_000),
        ...(action === undefined ? {} : { action }),
        ...(actor === undefined ? {} : { actor }),
      });
    });
  command
    .command('verify')
    .description('read every row and its hash')
    .action(async () => {
      if (!(await verifyAudit(await openSession(context)))) context.exitWith(EXIT.dataError);
    });
  command
    .command('export')
    .description('every row as a line of JSON, oldest first')
    .action(async () => exportAudit(await openSession(context)));
}

export async function listAudit(
  { client, terminal, json, now }: Session,
  query: { limit: number; action?: AuditAction; actor?: string },
): Promise<void> {
  const page = await client.listAudit({ query });
  if (json) return terminal.json(page);
  if (page.rows.length === 0) return terminal.note('no such rows');
  const rows = page.rows.map((row) => [
    String(row.seq),
    formatClock(row.at, now),
    safeText(row.actor.name),
    row.action,
    safeText(row.subject),
    safeText([row.decision, row.reason].filter((word) => word !== undefined).join(': ')),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['ROW', 'WHEN', 'WHO', 'WHAT', 'ABOUT', 'WHY'], rows, options))
    await terminal.print(line);
}

/** @returns whether all is as it was written */
export async function verifyAudit({ client, terminal, json }: Session): Promise<boolean> {
  const answer = await client.verifyAudit();
  if (json) await terminal.json(answer);
  else if (answer.ok) {
    await terminal.print(
      `${terminal.style('green', 'whole')}: ${answer.rows} rows, none changed, none missing`,
    );
    await terminal.note(terminal.style('dim', `the newest hash is ${answer.head}`, 'err'));
  } else {
    await terminal.print(`${terminal.style('red', 'changed')}: ${safeText(answer.fault?.message ?? '')}`);
    await terminal.note(`the ${answer.rows} rows before it are whole`);
  }
  return answer.ok;
}

export async function exportAudit({ client, terminal }: Session): Promise<void> {
  let after = 0;
  for (;;) {
    const page: { rows: AuditRow[]; next?: number | undefined } = await client.listAudit({
      query: { after, limit: PAGE },
    });
    for (const row of page.rows) await terminal.json(row);
    if (page.next === undefined) return;
    after = page.next;
  }
}
