/**
 * What a job ended with, in words. Numbers mean what their program says; these are the ones that shells, launchd and
 * sysexits(3) agree on. launchctl's own numbers are another matter: see launchctl-codes.ts.
 */
import type { AgentExit } from '#shared/nouns/agent.ts';

const CODES: Readonly<Record<number, string>> = {
  0: 'it succeeded',
  1: 'it failed; its log says why',
  2: 'it was called wrongly, or a shell met a word it does not understand; its log says which',
  64: 'EX_USAGE: it was called with arguments that it does not take',
  65: 'EX_DATAERR: what it was given to read is wrong',
  66: 'EX_NOINPUT: a file that it was to read is missing',
  67: 'EX_NOUSER: there is no such user',
  68: 'EX_NOHOST: there is no such host',
  69: 'EX_UNAVAILABLE: something that it needs is not there',
  70: 'EX_SOFTWARE: it has an error of its own',
  71: 'EX_OSERR: the system could not do what it asked for',
  72: 'EX_OSFILE: a file of the system is missing or wrong',
  73: 'EX_CANTCREAT: it could not make a file',
  74: 'EX_IOERR: reading or writing failed',
  75: 'EX_TEMPFAIL: it failed for now, and may do later',
  76: 'EX_PROTOCOL: the other side said something that it does not understand',
  77: 'EX_NOPERM: it may not do that',
  78: 'EX_CONFIG: launchd could not start it at all: its program, working folder or log folder is missing, or launchd may not use them',
  126: 'its program is there but cannot be run: not executable, or macOS does not let it',
  127: 'a shell did not find a command: PATH of the plist lacks its folder, or it is not installed',
  254: 'it failed with -2: mostly a program whose working folder or script is missing (Node: ENOENT)',
  255: 'it failed with -1: mostly an error that it did not expect; its log says which',
};

const SIGNALS: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  1: ['SIGHUP', 'its session or terminal ended'],
  2: ['SIGINT', 'somebody interrupted it'],
  3: ['SIGQUIT', 'somebody had it quit'],
  4: ['SIGILL', 'it crashed: an instruction that this processor does not know'],
  5: ['SIGTRAP', 'it crashed on purpose: a check in it failed'],
  6: ['SIGABRT', 'it ended itself after an error'],
  7: ['SIGEMT', 'it crashed: an emulated instruction'],
  8: ['SIGFPE', 'it crashed: arithmetic that has no result'],
  9: [
    'SIGKILL',
    'it was ended by force: by somebody, for want of memory, for its signature, or for not ending in time',
  ],
  10: ['SIGBUS', 'it crashed: memory that is not there'],
  11: ['SIGSEGV', 'it crashed: memory that is not its own'],
  12: ['SIGSYS', 'it crashed: a system call that is not allowed'],
  13: ['SIGPIPE', 'who read its output was gone'],
  14: ['SIGALRM', 'its own alarm ended it'],
  15: ['SIGTERM', 'it was asked to end, mostly by launchd itself'],
  16: ['SIGURG', 'urgent data on a socket'],
  17: ['SIGSTOP', 'it was stopped'],
  18: ['SIGTSTP', 'it was stopped from a terminal'],
  19: ['SIGCONT', 'it was continued'],
  20: ['SIGCHLD', 'a child of it ended'],
  21: ['SIGTTIN', 'it read from a terminal it does not have'],
  22: ['SIGTTOU', 'it wrote to a terminal it does not have'],
  23: ['SIGIO', 'input or output was ready'],
  24: ['SIGXCPU', 'it used more processor time than it may'],
  25: ['SIGXFSZ', 'it wrote a larger file than it may'],
  26: ['SIGVTALRM', 'its own timer ended it'],
  27: ['SIGPROF', 'a profiling timer ended it'],
  28: ['SIGWINCH', 'a window changed its size'],
  29: ['SIGINFO', 'it was asked how it does'],
  30: ['SIGUSR1', 'a signal that its program gives a meaning'],
  31: ['SIGUSR2', 'a signal that its program gives a meaning'],
};

/** Codes of 0 to 255. */
export function explainExitCode(code: number): string {
  const known = CODES[code];
  if (known !== undefined) return known;
  // A shell that ran it: 128 and the signal.
  const signal = code > 128 && code < 160 ? SIGNALS[code - 128] : undefined;
  if (signal) return `a command in it was ended by ${signal[0]}: ${signal[1]}`;
  return `it failed with ${code}; what that means is said by its own documentation`;
}

/** Numbers are those of macOS (signal(3)), which differ from Linux's above 6. */
export function explainSignal(signal: number): { name: string; meaning: string } {
  const known = SIGNALS[signal];
  if (known) return { name: known[0], meaning: known[1] };
  return { name: `signal ${signal}`, meaning: 'it was ended by a signal that has no name' };
}

/** How a job ended, as an agent tells it. @returns undefined where it is not known to have ended */
export function agentExitOf(ended: {
  readonly lastExitCode?: number | undefined;
  readonly lastSignal?: number | undefined;
}): AgentExit | undefined {
  if (ended.lastSignal !== undefined) {
    const { name, meaning } = explainSignal(ended.lastSignal);
    return { signal: name, meaning };
  }
  if (ended.lastExitCode === undefined) return undefined;
  return { code: ended.lastExitCode, meaning: explainExitCode(ended.lastExitCode) };
}
