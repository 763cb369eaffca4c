/** Processes of the stand-in's launchd: real ones, each leader of a group, with their logs appended to. Never ships. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { constants, homedir, userInfo } from 'node:os';
import type { StandinJob } from './job-plist.ts';

type Exit = { code: number } | { signal: number };

const LOOK_MS = 50;

export class RealProcesses {
  readonly #onEnd: (pid: number, exit: Exit) => void;
  readonly #children = new Map<number, ChildProcess>();

  constructor(onEnd: (pid: number, exit: Exit) => void) {
    this.#onEnd = onEnd;
  }

  /** @returns undefined where its program, folder or logs are not there */
  start(job: StandinJob): number | undefined {
    if (job.cwd !== undefined && !existsSync(job.cwd)) return undefined;
    const files: number[] = [];
    try {
      for (const file of [job.out ?? '/dev/null', job.err ?? '/dev/null']) files.push(openSync(file, 'a'));
      const child = spawn(job.program, job.args.slice(1), {
        argv0: job.args[0],
        cwd: job.cwd ?? '/',
        env: { ...defaultEnvironment(), XPC_SERVICE_NAME: job.label, ...job.env },
        stdio: ['ignore', files[0]!, files[1]!],
        detached: true,
      });
      child.once('error', () => undefined);
      const { pid } = child;
      if (pid === undefined) return undefined;
      this.#children.set(pid, child);
      child.once('exit', (code, signal) => {
        this.#children.delete(pid);
        this.#onEnd(pid, code === null ? { signal: macOsNumber(signal!) } : { code });
      });
      return pid;
    } catch {
      return undefined;
    } finally {
      for (const file of files) closeSync(file);
    }
  }

  /** One that was started before this process was: how it ends cannot be told. */
  adopt(pid: number): void {
    const timer = setInterval(() => {
      try {
        process.kill(pid, 0);
      } catch {
        clearInterval(timer);
        this.#onEnd(pid, { code: 0 });
      }
    }, LOOK_MS);
  }

  signal(pid: number, signal: NodeJS.Signals): void {
    try {
      process.kill(-pid, signal);
    } catch {
      // Ended meanwhile: its end is told by its exit.
    }
  }

  killAll(): void {
    for (const pid of this.#children.keys()) this.signal(pid, 'SIGKILL');
  }
}

/** What launchd gives an agent: not what a shell has. */
function defaultEnvironment(): Record<string, string> {
  const { username, shell } = userInfo();
  return {
    PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
    HOME: process.env['HOME'] ?? homedir(),
    USER: username,
    LOGNAME: username,
    SHELL: shell ?? '/bin/sh',
    TMPDIR: process.env['TMPDIR'] ?? '/tmp',
  };
}

/** Signals have other numbers there. */
const MAC_OS: Partial<Record<NodeJS.Signals, number>> = {
  SIGBUS: 10,
  SIGSYS: 12,
  SIGSTOP: 17,
  SIGUSR1: 30,
  SIGUSR2: 31,
};

function macOsNumber(signal: NodeJS.Signals): number {
  return MAC_OS[signal] ?? constants.signals[signal];
}
