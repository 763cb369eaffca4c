import type { Command } from 'commander';
import { formatFinding } from '#shared/nouns/finding.ts';
import { agentStateText } from '../agent-words.ts';
import type { CliContext } from '../context.ts';
import { formatMoment } from '../moments.ts';
import { openSession, type Session } from '../session.ts';
import { safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<agent>', 'its label, or the name of a unit')
    .option('--plist', 'its plist, secrets apart')
    .option('--log [stream]', 'the end of its log: out or err', false)
    .addHelpText(
      'after',
      '\nExamples:\n  luka agents show com.me.backup\n  luka agents show com.me.backup --log err',
    )
    .action(async (agent: string, options: { plist?: true; log?: true | string }) =>
      showAgent(await openSession(context), agent, options),
    );
}

export async function showAgent(
  { client, terminal, json, now }: Session,
  name: string,
  { plist, log }: { plist?: true; log?: boolean | string },
): Promise<void> {
  if (log !== undefined && log !== false) {
    const stream = log === 'err' ? 'err' : 'out';
    const tail = await client.agentLog({ params: { agent: name }, query: { stream } });
    return json ? terminal.json(tail) : terminal.write('out', tail.text);
  }
  const agent = await client.getAgent({ params: { agent: name } });
  if (json) return terminal.json(agent);
  if (plist) return terminal.write('out', agent.text);
  const facts: [string, string | undefined][] = [
    ['why', agent.reason],
    [agent.scope === 'unit' ? 'unit' : 'plist', agent.file],
    ['command', agent.command.join(' ')],
    ['runs', agent.schedule.join(', ')],
    ['process', agent.pid?.toString()],
    ['started', agent.runs === undefined ? undefined : `${agent.runs} times`],
    [
      'last end',
      agent.lastExit && `${agent.lastExit.signal ?? agent.lastExit.code}: ${agent.lastExit.meaning}`,
    ],
    ['so since', agent.since === undefined ? undefined : formatMoment(agent.since, now)],
    ...agent.logs.map(({ stream, file }): [string, string] => [`std${stream}`, file]),
  ];
  await terminal.print(
    `${terminal.style('bold', safeText(agent.label))} (${agentStateText(terminal, agent.state)})`,
  );
  for (const [label, text] of facts)
    if (text !== undefined) await terminal.print(`  ${label.padEnd(9)} ${safeText(text)}`);
  for (const finding of agent.findings) {
    await terminal.print(safeText(formatFinding(finding)));
    if (finding.fix !== undefined)
      await terminal.print(safeText(`  can be mended with \`luka agents fix\`: ${finding.fix}`));
  }
}
