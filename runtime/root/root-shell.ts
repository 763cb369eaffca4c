/** Runs single commands as root, through sudo(8). Only what a person has seen and agreed to comes here. */
import { spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';

export type RootCommand = readonly [string, ...string[]];

export interface RootAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RootShell {
  /** Never throws for a code that is not 0. @throws LukaError root_failed where nothing can be run as root */
  run(command: RootCommand): Promise<RootAnswer>;
}

/**
 * As root itself nothing stands in between; else sudo asks for the password on the terminal.
 * `LUKA_SUDO` names another program that takes a command as its arguments.
 */
export function createRootShell({ env, uid }: { env: NodeJS.ProcessEnv; uid: number }): RootShell {
  const named = env['LUKA_SUDO'];
  const before = named && isAbsolute(named) ? [named] : uid === 0 ? [] : ['/usr/bin/sudo', '--'];
  return {
    run(command) {
      const [program = '', ...args] = [...before, ...command];
      return new Promise((resolve, reject) => {
        const child = spawn(program, args, { env, stdio: ['inherit', 'pipe', 'pipe'] });
        let out = '';
        let err = '';
        child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
        child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
        child.once('error', (cause) =>
          reject(new LukaError('root_failed', { message: `${program} cannot be started`, cause })),
        );
        child.once('close', (code) => resolve({ code: code ?? 1, out, err }));
      });
    },
  };
}

/**
 * Where nobody sits at a terminal: as root itself, or by the program that `LUKA_SUDO` names. Undefined where a password would
 * have to be asked for.
 */
export function rootAtHand(of: { env: NodeJS.ProcessEnv; uid: number }): RootShell | undefined {
  return of.uid === 0 || of.env['LUKA_SUDO'] ? createRootShell(of) : undefined;
}

/** @throws LukaError root_failed where it does not end with 0 */
export async function mustRun(shell: RootShell, command: RootCommand): Promise<string> {
  const { code, out, err } = await shell.run(command);
  if (code === 0) return out;
  throw new LukaError('root_failed', {
    message: `${formatCommand(command)} ended with ${code}: ${(err || out).trim() || 'it said nothing'}`,
  });
}

/** As a person would type it. */
export function formatCommand(command: RootCommand): string {
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
