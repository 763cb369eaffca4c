/** For tests: what a command writes with, which remembers what was written; a terminal where it is given a size. */
import { PassThrough } from 'node:stream';
import { Terminal, type Channel } from './terminal.ts';

export interface CapturedTerminal {
  readonly terminal: Terminal;
  readonly text: (channel: Channel) => string;
}

export function captureTerminal(size?: { columns: number; rows: number }): CapturedTerminal {
  const shape = size === undefined ? {} : { isTTY: true, ...size };
  const streams = {
    out: Object.assign(new PassThrough(), shape),
    err: Object.assign(new PassThrough(), shape),
  };
  const heard = { out: '', err: '' };
  for (const channel of ['out', 'err'] as const)
    streams[channel].on('data', (chunk: Buffer) => {
      heard[channel] += chunk.toString();
    });
  return {
    terminal: new Terminal(streams as unknown as Record<Channel, NodeJS.WriteStream>),
    text: (channel) => heard[channel],
  };
}
