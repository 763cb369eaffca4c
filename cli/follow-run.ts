/** Watches a run to its end: its log as it grows, then its result. */
import { z } from 'zod';
import { LukaError } from '#shared/errors/luka-error.ts';
import { LogEntry, type LogStream } from '#shared/nouns/log.ts';
import { isActive, runExitCode, type RunSummary } from '#shared/nouns/run.ts';
import type { LukaClient } from './connect.ts';
import { runSentence } from './run-words.ts';
import type { Channel, Terminal } from './terminal.ts';

export interface FollowOptions {
  readonly client: Pick<LukaClient, 'streamLog' | 'getRun'>;
  readonly terminal: Terminal;
  readonly run: number;
  readonly json: boolean;
  /** Only this stream, on stdout. Without it stdout goes to stdout, the rest to stderr. */
  readonly stream?: LogStream | undefined;
  /** The attempt to begin with; the newest where left out. Those after it follow. */
  readonly attempt?: number | undefined;
}

/** What the last event of a log says. */
const LogEnd = z.object({ next: z.int().positive().optional() });

/** What a shell reports for a command ended by Ctrl-C. */
const INTERRUPTED = 130;
/** Times the connection may break without a single new entry in between. */
const PATIENCE = 5;

/**
 * Writes the log until the run ends, then says how it ended. Ctrl-C leaves the run alone and says how to end it.
 * @returns the run's own exit code, or 130 where the watcher left
 * @throws LukaError run_unknown, log_unavailable, not_running
 */
export async function followRun(options: FollowOptions): Promise<number> {
  const { client, terminal, run, json } = options;
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  process.once('SIGINT', leave);
  try {
    await writeLog(options, leaving.signal);
    const ended = await client.getRun({ params: { run } });
    if (json) await terminal.json({ type: 'end', run: ended });
    else await terminal.note(runSentence(terminal, ended, 'err'));
    return runExitCode(ended);
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
    await terminal.note(
      terminal.style('dim', `left run ${run}, which goes on; end it with: luka cancel ${run}`, 'err'),
    );
    return INTERRUPTED;
  } finally {
    process.off('SIGINT', leave);
  }
}

/** Attempt after attempt: each log has positions of its own. */
async function writeLog(options: FollowOptions, signal: AbortSignal): Promise<void> {
  let { attempt } = options;
  do attempt = await writeAttempt(options, attempt, signal);
  while (attempt !== undefined);
}

/** @returns the attempt after it, where there is one */
async function writeAttempt(
  options: FollowOptions,
  asked: number | undefined,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { client, run } = options;
  let attempt = asked;
  let from = 0;
  for (let broken = 0; ; broken++) {
    const before = from;
    try {
      const query = { from, ...(attempt === undefined ? {} : { attempt }) };
      for await (const event of client.streamLog({ params: { run }, query }, { signal })) {
        if (event.event === 'end') return LogEnd.parse(JSON.parse(event.data)).next;
        if (event.event !== 'log') continue;
        // The newest may be another one by the time the connection is made again.
        attempt ??= attemptOf(event.id);
        const entry = LogEntry.parse(JSON.parse(event.data));
        await writeEntry(options, entry);
        from = entry.at + entry.bytes;
      }
    } catch (error) {
      // An answer of Luka's is final; anything else is a connection that broke in the middle.
      if (error instanceof LukaError || signal.aborted) throw error;
    }
    if (from > before) broken = 0;
    if (broken >= PATIENCE)
      throw new LukaError('not_running', {
        message: `the connection to Luka broke while it was following run ${run}`,
        remedy: `see \`luka status\`, then go on with: luka logs ${run} -f`,
      });
  }
}

/** The ids of a log's events are its attempt and the position behind them: `2.4096`. */
function attemptOf(id: string | undefined): number | undefined {
  const match = /^(\d+)\./.exec(id ?? '');
  return match ? Number(match[1]) : undefined;
}

/** Writes one entry where it belongs. */
export async function writeEntry(
  options: Omit<FollowOptions, 'client' | 'run' | 'attempt'>,
  entry: LogEntry,
): Promise<void> {
  const { terminal, json, stream } = options;
  if (stream !== undefined && entry.stream !== stream) return;
  if (json) return terminal.json({ type: 'log', ...entry });
  const channel: Channel = stream !== undefined || entry.stream === 'out' ? 'out' : 'err';
  const text = entry.stream === 'note' ? dimLines(terminal, channel, entry.text) : entry.text;
  await terminal.write(channel, text);
}

/** Luka's own notes, told apart from what the steps wrote; each on a line of its own. */
function dimLines(terminal: Terminal, channel: Channel, text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line) => `${terminal.style('dim', line, channel)}\n`).join('');
}

/** Says that a run was accepted, and follows it where asked. @returns the exit code */
export async function announceRun(
  options: Omit<FollowOptions, 'run'> & { readonly run: RunSummary; readonly follow: boolean },
): Promise<number> {
  const { terminal, json, run, follow } = options;
  if (json) await terminal.json(follow ? { type: 'run', run } : run);
  else {
    const line = runSentence(terminal, run, follow ? 'err' : 'out');
    if (follow)
      await terminal.note(terminal.style('dim', `run ${run.id} of ${run.task ?? run.title}`, 'err'));
    else await terminal.print(isActive(run.state) ? `${line}; watch it with: luka logs ${run.id} -f` : line);
  }
  if (run.state === 'awaiting_approval' && run.approval !== undefined && !json)
    await terminal.note(`it needs a yes first; look with: luka approve ${run.approval}`);
  // From its first attempt on: by the time the log is asked for, that may be over.
  return follow ? followRun({ ...options, run: run.id, attempt: 1 }) : 0;
}
