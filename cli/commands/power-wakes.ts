/** `luka power wakes`: important tasks that are due, and whether the machine will wake for them. */
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { WakePlan } from '#shared/nouns/power-report.ts';
import { createRootShell, mustRun, type RootCommand, type RootShell } from '#runtime/root/root-shell.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { formatClock } from '../moments.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

interface Options {
  yes?: true;
  dryRun?: true;
}

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText(
      'after',
      '\nThe next moments of tasks whose priority is high or urgent. A wake is planned by pmset, which takes root.\n' +
        '\nExamples:\n  luka power wakes\n  luka power wakes plan backup\n  luka power wakes cancel backup',
    )
    .action(async () => showWakes(await openSession(context)));
  for (const action of ['plan', 'cancel'] as const) {
    command
      .command(action)
      .description(action === 'plan' ? 'have the machine wake for a task' : 'take a planned wake away')
      .argument('<task>', 'id of the task')
      .option('--dry-run', 'show the command of root, and do nothing')
      .option('--yes', 'do it without asking')
      .addHelpText('after', `\nExample:\n  luka power wakes ${action} backup`)
      .action(async (task: string, options: Options) => {
        const root = createRootShell({ env: context.env, uid: process.getuid?.() ?? 0 });
        await changeWake(await openSession(context), { action, task, root, ask: confirm, ...options });
      });
  }
}

export async function showWakes({ client, terminal, json, now }: Session): Promise<void> {
  const answer = await client.listWakes({ query: {} });
  if (json) return terminal.json(answer);
  if (answer.message !== undefined) await terminal.note(safeText(answer.message));
  if (answer.plans.length === 0)
    return terminal.note('no task of high or urgent priority is due within 7 days');
  const rows = answer.plans.map((plan) => [
    safeText(plan.task),
    formatClock(plan.due, now),
    formatClock(plan.wake, now),
    STATES[plan.state],
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['TASK', 'DUE', 'WAKE', ''], rows, options)) await terminal.print(line);
}

const STATES: Readonly<Record<WakePlan['state'], string>> = {
  planned: 'planned',
  absent: 'the machine will not wake for it',
  cannot_tell: 'cannot be told',
};

export interface WakeChange extends Options {
  readonly action: 'plan' | 'cancel';
  readonly task: string;
  readonly root: RootShell;
  readonly ask: (question: string) => Promise<boolean>;
}

/** @throws LukaError wake_*, root_failed, consent_missing */
export async function changeWake(session: Session, change: WakeChange): Promise<void> {
  const { client, terminal, json, now } = session;
  const { action, task, root, ask, dryRun, yes } = change;
  const wanted = action === 'plan' ? 'planned' : 'absent';
  const find = async (): Promise<WakePlan> => {
    const { plans, message } = await client.listWakes({ query: { task } });
    const plan = plans.find((one) => one.task === task);
    if (!plan) throw new LukaError('wake_not_due');
    if (plan.argv === undefined)
      throw new LukaError('wake_unsupported', message === undefined ? {} : { message });
    return plan;
  };
  const plan = await find();
  if (plan.state !== wanted) {
    if (!json || !yes) await terminal.note(safeText(plan.command ?? ''));
    if (dryRun) return terminal.note('nothing was changed');
    if (!yes && !(await ask('Do this now?'))) throw new LukaError('consent_missing');
    await mustRun(root, plan.argv as unknown as RootCommand);
  }
  const after = await find();
  if (after.state !== wanted) throw new LukaError('wake_unverified');
  if (json) return terminal.json(after);
  await terminal.print(
    wanted === 'planned'
      ? `wakes ${formatClock(after.wake, now)} for ${safeText(task)}, due ${formatClock(after.due, now)}`
      : `no wake is planned for ${safeText(task)}`,
  );
}
