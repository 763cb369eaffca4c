import type { Command } from 'commander';
import { EXIT } from '#shared/errors/exit-codes.ts';
import type { AgentDiagnosis } from '#shared/nouns/agent.ts';
import { agentStateText } from '../agent-words.ts';
import { changeAgent, type ChangeOptions } from '../change-agent.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { formatMoment } from '../moments.ts';
import { openSession, type Session } from '../session.ts';
import { safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .option('--fix', 'mend what can be mended safely, one agent after the other, each shown first')
    .option('--dry-run', 'with --fix: only show it')
    .option('-y, --yes', 'with --fix: without asking')
    .addHelpText(
      'after',
      `\nExits with ${EXIT.failed} where something is wrong.\n\nExamples:\n  luka agents doctor\n  luka agents doctor --fix --dry-run\n  luka agents doctor --json | jq ".diagnoses[0]"`,
    )
    .action(async (options: ChangeOptions & { fix?: true }) =>
      context.exitWith(await runDoctor(await openSession(context), options)),
    );
}

/** @returns the exit code */
export async function runDoctor(
  session: Session,
  options: ChangeOptions & { fix?: true },
  ask: typeof confirm = confirm,
): Promise<number> {
  const { client, terminal, json, now } = session;
  const { launchd, diagnoses, healthy } = await client.agentDoctor();
  if (options.fix) return fixAll(session, diagnoses, options, ask);
  const code = diagnoses.length === 0 ? EXIT.ok : EXIT.failed;
  if (json) {
    await terminal.json({ launchd, diagnoses, healthy });
    return code;
  }
  if (!launchd.present)
    await terminal.note(
      `${launchd.reason}: ${launchd.systemd ? 'units of systemd' : 'only plists'} are looked at`,
    );
  for (const diagnosis of diagnoses)
    for (const line of diagnosisLines(session, diagnosis, now)) await terminal.print(line);
  const fixable = diagnoses.filter(isFixable).length;
  await terminal.note(
    `${diagnoses.length} to look at, ${healthy} well` +
      (fixable > 0 ? `; ${fixable} can be mended with: luka agents doctor --fix` : ''),
  );
  return code;
}

function diagnosisLines({ terminal }: Session, diagnosis: AgentDiagnosis, now: number): string[] {
  const { agent, rank, what, since, breaks, mend } = diagnosis;
  const seen = since === undefined ? '' : terminal.style('dim', `  seen so ${formatMoment(since, now)}`);
  const indent = ' '.repeat(5);
  return [
    `${String(rank).padStart(3)}  ${agentStateText(terminal, agent.state)}  ${terminal.style('bold', safeText(agent.label))}${seen}`,
    `${indent}${safeText(what)}`,
    `${indent}${safeText(breaks)}`,
    `${indent}${terminal.style('cyan', 'mend')} ${safeText(mend)}`,
  ];
}

function isFixable({ agent, fixable }: AgentDiagnosis): boolean {
  return agent.editable && fixable.length > 0;
}

/** The worst first. @returns the worst exit code of all */
async function fixAll(
  session: Session,
  diagnoses: readonly AgentDiagnosis[],
  options: ChangeOptions,
  ask: typeof confirm,
): Promise<number> {
  const { client, terminal } = session;
  const fixable = diagnoses.filter(isFixable);
  if (fixable.length === 0) await terminal.note('nothing here can be mended safely without a person');
  let worst: number = EXIT.ok;
  for (const { agent } of fixable) {
    const code = await changeAgent(
      session,
      async (dryRun) => {
        const { hash } = await client.getAgent({ params: { agent: agent.id } });
        return client.fixAgent({ params: { agent: agent.id }, body: { hash, dryRun } });
      },
      options,
      ask,
    );
    worst = Math.max(worst, code);
  }
  return worst;
}
