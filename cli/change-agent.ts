/** A change of an agent from the command line: shown first, made when somebody says so, told to its end. */
import { EXIT } from '#shared/errors/exit-codes.ts';
import type { AgentChange } from '#shared/nouns/agent.ts';
import { changeLines } from './agent-words.ts';
import { confirm } from './confirm.ts';
import type { Session } from './session.ts';

export interface ChangeOptions {
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

/** @returns the exit code: 0 also for a dry run and a no, 1 where it was undone, 70 where it is stuck */
export async function changeAgent(
  { terminal, json }: Pick<Session, 'terminal' | 'json'>,
  run: (dryRun: boolean) => Promise<AgentChange>,
  { dryRun = false, yes = false }: ChangeOptions,
  ask: typeof confirm = confirm,
): Promise<number> {
  if (dryRun || !yes) {
    const plan = await run(true);
    if (json && dryRun) await terminal.json(plan);
    else for (const line of changeLines(terminal, plan)) await terminal[dryRun ? 'print' : 'note'](line);
    if (dryRun || !(await ask('Do it?'))) return EXIT.ok;
  }
  const made = await run(false);
  if (json) await terminal.json(made);
  else for (const line of changeLines(terminal, made)) await terminal.print(line);
  return made.state === 'done' ? EXIT.ok : made.state === 'stuck' ? EXIT.internal : EXIT.failed;
}
