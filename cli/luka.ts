#!/usr/bin/env node
/** The `luka` command: parse, run, and turn whatever happens into an exit code. */
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { handOver, isTooOld } from './own-node.ts';
import { runProgram, usageFault } from './program.ts';
import { Terminal } from './terminal.ts';

const terminal = new Terminal();
const words = process.argv.slice(2);

async function main(): Promise<number> {
  try {
    if (isTooOld(process.versions.node)) return await handOver(fileURLToPath(import.meta.url), words);
    return await runProgram({ words, env: process.env, terminal });
  } catch (error) {
    // --help and --version come this way, too.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const { reportError } = await import('./report-error.ts');
    return reportError(terminal, await expected(error), {
      json: words.includes('--json'),
      debug: Boolean(process.env['LUKA_DEBUG']),
    });
  }
}

/** A mistake on the command line as one of our own errors. */
async function expected(error: unknown): Promise<unknown> {
  if (!(error instanceof CommanderError)) return error;
  const { LukaError } = await import('#shared/errors/luka-error.ts');
  return new LukaError('usage', { ...usageFault(error, words), cause: error });
}

process.exitCode = await main();
// Somebody waits for a Tab: not even for an answer that came too late.
if (words[0] === '__complete') process.exit();
// Whatever still holds the event loop must not keep a command alive that has said all it has to say.
setTimeout(() => process.exit(), 1_000).unref();
