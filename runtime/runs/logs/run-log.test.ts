import { appendFileSync, closeSync, existsSync, openSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogPage, LogStream } from '#shared/nouns/log.ts';
import { ManualClock, temporaryFolder } from '../../testing.ts';
import { logFiles } from './log-files.ts';
import { characterEnd, characterStart, readIndex, readLog, type LogSource } from './log-reader.ts';
import { formatSegment, parseIndex } from './index-file.ts';
import { LogIndex } from './log-index.ts';
import { RunLog } from './run-log.ts';
import { searchLog } from './search-worker.ts';

const textOf = (page: LogPage) => page.entries.map((entry) => entry.text).join('');

async function forward(source: LogSource, limit: number): Promise<LogPage['entries']> {
  const entries: LogPage['entries'] = [];
  let at = 0;
  for (;;) {
    const page = await readLog(source, { from: at, limit });
    if (page.entries.length === 0) return entries;
    entries.push(...page.entries);
    expect(page.to).toBeGreaterThan(at);
    at = page.to;
  }
}

describe('RunLog', () => {
  it('keeps the order in which two processes wrote, and tells their streams apart', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    for (const [stream, text] of [
      ['out', 'one\n'],
      ['err', 'two\n'],
      ['out', 'three\n'],
    ] as const) {
      writeSync(log.fds[stream], text);
      log.observe();
    }
    log.note('four');
    log.close();
    const page = await readLog(log, { limit: 1_000 });
    expect(page.entries.map(({ stream, text }) => [stream, text])).toEqual([
      ['out', 'one\n'],
      ['err', 'two\n'],
      ['out', 'three\n'],
      ['note', 'four\n'],
    ]);
    expect(page).toMatchObject({ from: 0, size: 19, to: 19, complete: true });
  });

  it('notices output by an event, without being asked', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    log.watch();
    const grew = new Promise<void>((resolve) => log.onGrowth(resolve));
    appendFileSync(log.files.out, 'hello\n');
    await grew;
    expect(log.index.fileSizes.out).toBe(6);
    log.close();
  });

  it('looks away in a flood, and misses nothing of it', async () => {
    await using folder = await temporaryFolder();
    const clock = new ManualClock();
    const log = new RunLog(logFiles(folder.path, 1, 1), clock);
    log.watch();
    let seen = 0;
    while (clock.nextTimer === undefined) {
      appendFileSync(log.files.out, 'x'.repeat(1_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    seen = log.index.size;
    appendFileSync(log.files.out, 'the rest\n');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log.index.size).toBe(seen);
    clock.advance(50);
    expect(log.index.size).toBeGreaterThan(seen);
    const grew = new Promise<void>((resolve) => log.onGrowth(resolve));
    appendFileSync(log.files.err, 'and after it\n');
    await grew;
    log.close();
    expect(clock.nextTimer).toBeUndefined();
  });

  it('is the same read from the index file as from memory', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.constantFrom<LogStream>('out', 'err', 'note'),
            fc.string({ minLength: 1 }),
            fc.integer({ min: 0, max: 3_000 }),
          ),
          { maxLength: 40 },
        ),
        async (writes) => {
          await using folder = await temporaryFolder();
          const clock = new ManualClock();
          const log = new RunLog(logFiles(folder.path, 1, 1), clock);
          for (const [stream, text, ms] of writes) {
            clock.advance(ms);
            log.write(stream, Buffer.from(text));
          }
          const live = log.index.segments.map((segment) => ({ ...segment }));
          log.close();
          expect((await readIndex(log.files)).segments).toEqual(live);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('gives all bytes exactly once, whatever the page size, forwards and backwards', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.constantFrom<LogStream>('out', 'err'), fc.string({ unit: 'grapheme', minLength: 1 })),
          { minLength: 1, maxLength: 30 },
        ),
        fc.integer({ min: 8, max: 64 }),
        async (writes, limit) => {
          await using folder = await temporaryFolder();
          const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
          for (const [stream, text] of writes) log.write(stream, Buffer.from(`${text}\n`));
          log.close();
          const all = writes.map(([, text]) => `${text}\n`).join('');
          const pages = await forward(log, limit);
          expect(pages.map((entry) => entry.text).join('')).toBe(all);
          let before = log.index.size;
          let text = '';
          while (before > 0) {
            const page = await readLog(log, { before, limit });
            text = textOf(page) + text;
            expect(page.from).toBeLessThan(before);
            before = page.from;
          }
          expect(text).toBe(all);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds the output that came while Luka was gone', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 7, 1), new ManualClock());
    log.write('out', Buffer.from('before\n'));
    log.close();
    appendFileSync(log.files.out, 'after\n');
    appendFileSync(log.files.index, 'o 12'); // a line that a crash tore
    const index = await readIndex(log.files);
    expect(textOf(await readLog({ files: log.files, index, complete: true }, { limit: 100 }))).toBe(
      'before\nafter\n',
    );
  });

  it.runIf(existsSync('/dev/full'))('goes on without notes and index where the disk is full', async () => {
    await using folder = await temporaryFolder();
    const files = logFiles(folder.path, 1, 1);
    const log = new RunLog(files, new ManualClock());
    symlinkSync('/dev/full', files.note);
    symlinkSync('/dev/full', files.index);
    log.write('out', Buffer.from('still here\n'));
    log.note('no room for this');
    log.close();
    expect(log.incomplete).toBe(true);
    await rm(files.index);
    const index = await readIndex(files);
    expect(textOf(await readLog({ files, index, complete: true }, { limit: 100 }))).toBe('still here\n');
  });

  it('says that a log is gone', async () => {
    await using folder = await temporaryFolder();
    await expect(readIndex(logFiles(folder.path, 9, 1))).rejects.toMatchObject({ code: 'log_unavailable' });
  });

  it('reads on when a file was cut short behind its back', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    log.write('out', Buffer.from('0123456789'));
    log.close();
    await truncate(log.files.out, 4);
    expect((await forward(log, 100)).map((entry) => entry.text).join('')).toBe('0123');
  });

  it('outlives a program that empties it through /dev/stdout, says so, and every reader gets to its end', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    log.write('out', Buffer.from('gone\n'));
    log.write('err', Buffer.from('kept\n'));
    await truncate(log.files.out, 0);
    writeSync(log.fds.out, 'after\n');
    await truncate(log.files.out, 0);
    log.observe();
    writeSync(log.fds.out, 'last\n');
    log.observe();
    const live = (await forward(log, 16)).map(({ stream, text }) => [stream, text]);
    log.close();
    const text = live.map(([, part]) => part).join('');
    expect(text).toContain('kept\n');
    expect(text).toContain('a program emptied the stdout of this log');
    expect(text).toContain('last\n');
    expect(text).not.toContain('gone');
    const index = await readIndex(log.files);
    const again = await forward({ files: log.files, index, complete: true }, 16);
    expect(again.map((entry) => entry.text).join('')).toBe(text);
  });

  it('waits with half a character until the other half is written', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    const bytes = Buffer.from('aภ');
    log.write('out', bytes.subarray(0, 2));
    const first = await readLog(log, { from: 0, limit: 100 });
    expect(textOf(first)).toBe('a');
    const waiting = await readLog(log, { from: first.to, limit: 100 });
    expect(waiting).toMatchObject({ entries: [], to: first.to });
    log.write('out', bytes.subarray(2));
    expect(textOf(await readLog(log, { from: first.to, limit: 100 }))).toBe('ภ');
    log.close();
  });

  it('takes no note any more once it is closed: its descriptors may be another file by then', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    log.note('before');
    log.close();
    const other = join(folder.path, 'other');
    const fds = Array.from({ length: 8 }, () => openSync(other, 'a'));
    log.note('after');
    log.write('out', Buffer.from('after'));
    for (const fd of fds) closeSync(fd);
    expect(await readFile(other, 'utf8')).toBe('');
  });

  it('finds text whatever its case, with positions in the sequence', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    log.write('out', Buffer.from('first line\nNeedle here\n'));
    log.write('err', Buffer.from('another needle\n'));
    log.write('out', Buffer.from('the last nEEdle'));
    log.close();
    const { segments } = log.index;
    const result = searchLog({ files: log.files, segments, places: log.index, query: 'needle', limit: 2 });
    expect(result.total).toBe(3);
    expect(result.matches.map(({ at, stream, line }) => [at, stream, line])).toEqual([
      [11, 'out', 'Needle here'],
      [23, 'err', 'another needle'],
    ]);
  });
});

describe('LogIndex', () => {
  it('keeps a flood of one stream as one segment a second', () => {
    const index = new LogIndex();
    for (let ms = 0; ms < 2_500; ms += 1) index.grow('out', 1_000, ms);
    expect(index.segments).toHaveLength(3);
    expect(index.size).toBe(2_500_000);
  });

  it('is read back from its file as it was', () => {
    const index = new LogIndex();
    index.grow('out', 5, 1);
    index.grow('err', 7, 2);
    index.grow('note', 1, 2_000);
    expect(parseIndex(index.segments.map(formatSegment).join('')).segments).toEqual(index.segments);
  });

  it('finds the segment of every byte', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        const index = new LogIndex();
        for (const [position, bytes] of sizes.entries())
          index.grow(position % 2 === 0 ? 'out' : 'err', bytes, 0);
        for (let at = 0; at < index.size; at += 1) {
          const segment = index.segments[index.find(at)]!;
          expect(segment.at <= at && at < segment.at + segment.bytes).toBe(true);
        }
        expect(index.find(index.size)).toBe(index.segments.length);
      }),
    );
  });
});

describe('character boundaries', () => {
  it('never cut a character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), (text, seed) => {
        const bytes = Buffer.from(text.toWellFormed());
        const cut = seed % (bytes.length + 1);
        const head = bytes.subarray(0, cut);
        const tail = bytes.subarray(cut);
        if (head.length >= 4)
          expect(head.subarray(0, characterEnd(head)).toString()).not.toContain(
            '\uFFFD'.repeat(text.includes('\uFFFD') ? 99 : 1),
          );
        expect(characterStart(tail)).toBeLessThanOrEqual(3);
      }),
    );
  });
});

it('an index file with rubbish in it is read as far as it makes sense', async () => {
  await using folder = await temporaryFolder();
  const files = logFiles(folder.path, 1, 1);
  const log = new RunLog(files, new ManualClock());
  log.write('out', Buffer.from('abc'));
  log.close();
  await writeFile(files.index, 'rubbish\nx 1 2\no 3 5\n');
  expect((await readIndex(files)).size).toBe(3);
});
