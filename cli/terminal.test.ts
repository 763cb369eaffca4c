import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { Writable, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Terminal } from './terminal.ts';

/** A stream whose reader takes one piece each time it is told to. */
function slowStream() {
  const taken: string[] = [];
  let take: (() => void) | undefined;
  const stream = new Writable({
    highWaterMark: 1,
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      taken.push(chunk);
      take = done;
    },
  });
  return { stream: stream as unknown as NodeJS.WriteStream, taken, take: () => take?.() };
}

describe('write', () => {
  it('waits for a slow reader and leaves no listener behind', async () => {
    const slow = slowStream();
    const terminal = new Terminal({ out: slow.stream, err: slow.stream });
    const before = slow.stream.listenerCount('close') + slow.stream.listenerCount('drain');
    for (let piece = 0; piece < 20; piece++) {
      let done = false;
      const write = terminal.print(String(piece)).then(() => (done = true));
      await new Promise(setImmediate);
      expect(done).toBe(false);
      slow.take();
      await write;
    }
    expect(slow.taken).toHaveLength(20);
    expect(slow.stream.listenerCount('close') + slow.stream.listenerCount('drain')).toBe(before);
  });

  it('does not wait for ever for a reader that has gone', async () => {
    const slow = slowStream();
    const terminal = new Terminal({ out: slow.stream, err: slow.stream });
    terminal.endOnLostOutput = false;
    const write = terminal.print('one');
    slow.stream.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }));
    await write;
    await terminal.print('two');
    expect(slow.taken).toEqual(['one\n']);
  });

  it.runIf(existsSync('/dev/full'))('says so where the disk is full', async () => {
    const full = openSync('/dev/full', 'w');
    const entry = fileURLToPath(new URL('./luka.ts', import.meta.url));
    const child = spawn(process.execPath, [entry, '--help'], { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    const said = text(child.stderr as Readable);
    expect(await once(child, 'exit')).toEqual([74, null]);
    expect(await said).toMatch(/^disk_full: .+; .+\n$/);
  });
});
