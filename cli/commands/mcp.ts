/** `luka mcp`: Luka for a coding agent that starts this command itself and talks to it over stdin and stdout. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { serveMcpOverStdio } from '#runtime/mcp/serve-stdio.ts';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText(
      'after',
      '\nActs as the client whose token LUKA_TOKEN holds, or the file that LUKA_TOKEN_FILE names: never as you.\n' +
        '`luka connect` makes such a client and tells the agent of it.\n' +
        '\nExamples:\n  luka mcp\n  LUKA_TOKEN_FILE=~/codex.token luka mcp',
    )
    .action(async () => {
      const token = await readClientToken(context.env);
      const { client } = await connect(context.home(), { ...context.env, LUKA_TOKEN: token });
      await serveMcpOverStdio({
        luka: client,
        stdin: process.stdin,
        stdout: process.stdout,
        onError: (error) =>
          void context.terminal.note(error instanceof Error ? error.message : String(error)),
      });
    });
}

/** @throws LukaError mcp_token_missing: the person's own token would let an agent approve its own work */
async function readClientToken(env: NodeJS.ProcessEnv): Promise<string> {
  const { LUKA_TOKEN: token, LUKA_TOKEN_FILE: file } = env;
  if (token) return token;
  if (!file) throw new LukaError('mcp_token_missing');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new LukaError('mcp_token_missing', {
      message: `the token's file ${file} cannot be read (${cause instanceof Error ? cause.message : String(cause)})`,
      cause,
    });
  }
}
