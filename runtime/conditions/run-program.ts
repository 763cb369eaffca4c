/** Asks a program of the system for what it knows. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @returns what the program wrote to stdout. @throws where it cannot be started, fails, or takes longer than 5 s */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>;

export const runProgram: RunProgram = async (program, args) => {
  const { stdout } = await run(program, [...args], {
    timeout: 5_000,
    killSignal: 'SIGKILL',
    maxBuffer: 8 * 1024 * 1024,
    // What is read must not follow the language of the person, nor the zone the machine is in today.
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  return stdout;
};
