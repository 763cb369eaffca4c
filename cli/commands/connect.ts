/** `luka connect`: makes Luka known to a coding agent, with a client of its own that can never approve. */
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Argument, Option, type Command } from 'commander';
import { defaultHome } from '#runtime/home/layout.ts';
import { AGENT_KINDS, agentConfig, type AgentKind, type ServerEntry } from '../connect-agent/agent-kinds.ts';
import { agentClient, configPart, writeConfig } from '../connect-agent/connect-agent.ts';
import type { CliContext } from '../context.ts';
import { openSession } from '../session.ts';

interface Options {
  write?: boolean;
  name?: string;
  role: 'codex' | 'cls';
}

export function define(command: Command, context: CliContext): void {
  command
    .addArgument(new Argument('<agent>', 'which one').choices(AGENT_KINDS))
    .option('--write', 'add it to the configuration of the agent; the file before is kept beside it')
    .option('--name <name>', 'what the client is called in the audit; the name of the agent where left out')
    .addOption(
      new Option('--role <role>', 'codex: reads, remembers, submits; cls: manages tasks and agents, too')
        .choices(['codex', 'cls'])
        .default('codex'),
    )
    .addHelpText(
      'after',
      '\nThe agent gets a client and a token of its own, in a file that only you can read. No agent can approve.\n' +
        '\nExamples:\n  luka connect codex\n  luka connect claude --write\n  luka connect cursor --write --name cursor-work',
    )
    .action(async (kind: AgentKind, options: Options) => connectAgent(context, kind, options));
}

async function connectAgent(context: CliContext, kind: AgentKind, options: Options): Promise<void> {
  const { env, terminal } = context;
  const session = await openSession(context);
  const config = agentConfig(kind, env['HOME'] || homedir(), env);
  const made = await agentClient(session.client, join(session.home, 'clients'), {
    name: options.name ?? kind,
    role: options.role,
  });
  const entry: ServerEntry = {
    command: process.execPath,
    args: [await realpath(process.argv[1] ?? ''), 'mcp'],
    env: {
      LUKA_TOKEN_FILE: made.tokenFile,
      ...(session.home === defaultHome({ ...env, LUKA_HOME: undefined }) ? {} : { LUKA_HOME: session.home }),
    },
  };
  const part = configPart(config, entry);
  const written = options.write === true ? await writeConfig(config, entry, new Date()) : undefined;
  if (session.json)
    return terminal.json({
      agent: kind,
      file: config.file,
      config: part,
      client: made.client,
      tokenFile: made.tokenFile,
      ...(written === undefined ? {} : { written }),
    });
  const scopes = made.client.scopes.join(', ');
  await terminal.note(
    `${made.created ? 'made' : 'uses'} the client ${made.client.name} (${scopes}); its token is in ${made.tokenFile}`,
  );
  if (written === undefined) {
    await terminal.note(`add this to ${config.file}, or say --write:`);
    return terminal.print(part);
  }
  if (!written.changed) return terminal.print(`${config.title} knows Luka already (${config.file})`);
  await terminal.print(`${config.title} knows Luka from its next start (${config.file})`);
  if (written.backup !== undefined) await terminal.note(`the file before is ${written.backup}`);
}
