import type { Command } from 'commander';
import { AGENT_STATES, AgentState, isAgentTrouble } from '#shared/nouns/agent.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { agentLines } from '../agent-words.ts';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';

export function define(command: Command, context: CliContext): void {
  command
    .option('--state <state>', `only those in it: ${AGENT_STATES.join(', ')}`)
    .option('--trouble', 'only those that somebody should look at')
    .addHelpText(
      'after',
      '\nExamples:\n  luka agents list\n  luka agents list --trouble\n  luka agents list --state ghost --json | jq -r ".agents[].file"',
    )
    .action(async (options: { state?: string; trouble?: true }) =>
      listAgents(await openSession(context), options),
    );
}

export async function listAgents(
  { client, terminal, json }: Session,
  { state, trouble }: { state?: string; trouble?: true },
): Promise<void> {
  const wanted = AgentState.optional().safeParse(state);
  if (!wanted.success)
    throw new LukaError('usage', {
      message: `"${state}" is no state of an agent`,
      remedy: `use one of ${AGENT_STATES.join(', ')}`,
    });
  const query = wanted.data === undefined ? {} : { state: wanted.data };
  const { launchd, agents } = await client.listAgents({ query });
  const shown = trouble ? agents.filter((agent) => isAgentTrouble(agent.state)) : agents;
  if (json) return terminal.json({ launchd, agents: shown });
  if (!launchd.present)
    await terminal.note(
      launchd.systemd
        ? `${launchd.reason}: these are units of systemd`
        : `${launchd.reason}: states cannot be told`,
    );
  for (const { path, problem } of launchd.folders)
    if (problem !== undefined) await terminal.note(`${path} could not be read: ${problem}`);
  if (shown.length === 0) return terminal.note('no such agents');
  for (const line of agentLines(terminal, shown)) await terminal.print(line);
}
