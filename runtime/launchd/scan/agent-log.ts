/** The files that launchd writes a job's output into: what they are like, and their end. */
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Agent, AgentLogTail } from '#shared/nouns/agent.ts';
import { hasCode } from '../../home/atomic-file.ts';
import { isoAt } from '../../clock.ts';
import type { AgentFile } from './agent-file.ts';

type LogFacts = Agent['logs'][number];

/** Of a log's end, this much is shown. */
const TAIL_BYTES = 64 * 1_024;

export function logsOf({ out, err }: Pick<AgentFile, 'out' | 'err'>): Promise<LogFacts[]> {
  const files = [
    ...(out === undefined ? [] : [{ stream: 'out' as const, file: out }]),
    ...(err === undefined ? [] : [{ stream: 'err' as const, file: err }]),
  ];
  return Promise.all(files.map(async (log) => Object.assign(log, await factsOf(log.file))));
}

async function factsOf(file: string): Promise<Pick<LogFacts, 'bytes' | 'changedAt'>> {
  try {
    const { size, mtimeMs } = await stat(file);
    return { bytes: size, changedAt: isoAt(mtimeMs) };
  } catch {
    // Not there, or not to be looked at: its line in the findings says which.
    return {};
  }
}

/**
 * The last lines of a log. Only a file is read: a pipe or a terminal has no end to wait for.
 * @throws LukaError agent_log_missing
 */
export async function readTail(stream: 'out' | 'err', { out, err, label }: AgentFile): Promise<AgentLogTail> {
  const file = stream === 'out' ? out : err;
  if (file === undefined)
    throw new LukaError('agent_log_missing', { message: `${label} names no file for std${stream}` });
  try {
    await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size, mtimeMs } = await handle.stat().then((facts) => {
      if (!facts.isFile()) throw new LukaError('agent_log_missing', { message: `${file} is no file` });
      return facts;
    });
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(Math.min(size, TAIL_BYTES)),
      0,
      undefined,
      from,
    );
    const text = buffer.toString('utf8', 0, bytesRead);
    // The first line was cut somewhere in its middle.
    return {
      file,
      text: from > 0 ? text.slice(text.indexOf('\n') + 1) : text,
      bytes: size,
      changedAt: isoAt(mtimeMs),
    };
  } catch (error) {
    if (error instanceof LukaError) throw error;
    throw new LukaError('agent_log_missing', {
      message: hasCode(error, 'ENOENT')
        ? `there is no ${file}: the job wrote nothing yet, or its folder is missing`
        : `${file} cannot be read (${error instanceof Error ? error.message : String(error)})`,
      cause: error,
    });
  }
}
