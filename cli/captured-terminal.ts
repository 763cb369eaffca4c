/** For tests: a terminal that remembers what was written to it. */
import { PassThrough } from 'node:stream';
import { Terminal, type Channel } from './terminal.ts';

export interface CapturedTerminal {
  readonly terminal: Terminal;
  readonly text: (channel: Channel) => string;
}

export function captureTerminal(): CapturedTerminal {
  const streams = { out: new PassThrough(), err: new PassThrough() };
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
