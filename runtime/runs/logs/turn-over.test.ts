import { appendFileSync, cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry, LogStream } from '#shared/nouns/log.ts';
import { ManualClock, temporaryFolder } from '../../testing.ts';
import { scanAttempt } from '../log-search/attempt-scan.ts';
import { createMatcher } from '../log-search/line-matcher.ts';
import { logFiles } from './log-files.ts';
import { readIndex, readLog, type LogSource } from './log-reader.ts';
import { LogShelf } from './log-shelf.ts';
import { RunLog } from './run-log.ts';
import { searchLog } from './search-worker.ts';
import type { TurnedLog } from './turn-over.ts';

const GONE = /^the log before this \([^)]+\) is left out/;
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** From a position to the end, page by page. */
async function entriesFrom(source: LogSource, from = 0, limit = 50): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for (let at = from; ;) {
    const page = await readLog(source, { from: at, limit });
    if (page.entries.length === 0) return entries;
    for (const entry of page.entries) {
      expect(entry.at).toBe(at);
      at = entry.at + entry.bytes;
    }
    expect(page.to).toBe(at);
    entries.push(...page.entries);
  }
}

/** From the end to the beginning. */
async function entriesBackwards(source: LogSource, limit = 50): Promise<LogEntry[]> {
  const pages: LogEntry[][] = [];
  for (let before: number | undefined; before !== 0;) {
    const page = await readLog(source, { before, limit });
    expect(page.to).toBe(before ?? page.size);
    if (page.size === 0) return [];
    expect(page.from).toBeLessThan(page.to);
    pages.unshift(page.entries);
    before = page.from;
  }
  return pages.flat();
}

/** Every entry has the bytes that were written at its position, or says that all up to there is gone. */
function expectTrue(entries: readonly LogEntry[], written: string, kept: number): void {
  for (const { at, bytes, text } of entries) {
    if (text === written.slice(at, at + bytes)) continue;
    expect(text).toMatch(GONE);
    expect(at + bytes).toBeLessThanOrEqual(kept);
  }
}

const olderFiles = (folder: string) =>
  readdirSync(folder).filter((name) => /\.(out|err|note)\.\d+$|\.tmp$/.test(name));

describe('a log that is bounded', () => {
  it('has every byte that is not gone once, in order, at its position, whoever reads and whenever', async () => {
    const Command = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          stream: fc.constantFrom<LogStream>('out', 'err', 'note'),
          bytes: fc.integer({ min: 1, max: 60 }),
          ms: fc.integer({ min: 0, max: 1_200 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ turns: fc.integer({ min: 0, max: 12 }) }) },
      { weight: 3, arbitrary: fc.record({ readFrom: fc.double({ min: 0, max: 1, noNaN: true }) }) },
      { weight: 1, arbitrary: fc.constant({ idle: true }) },
    );
    let turnedOver = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(Command, { minLength: 20, maxLength: 90 }), async (commands) => {
        await using folder = await temporaryFolder();
        const clock = new ManualClock();
        const log = new RunLog(logFiles(folder.path, 1, 1), clock);
        const cuts = [0, 0];
        const turnOver = log.keepNewest(400, (port) => ({
          ...port,
          append(line) {
            if (line.startsWith('t')) cuts.push(log.index.size);
            return port.append(line);
          },
        }));
        let written = '';
        let line = 0;
        const reads: Promise<() => void>[] = [];
        for (const command of commands) {
          if ('stream' in command) {
            clock.advance(command.ms);
            const text = `${command.stream}${++line}`.padEnd(command.bytes - 1, '.').concat('\n');
            written += text;
            log.write(command.stream, Buffer.from(text));
          } else if ('turns' in command) {
            for (let turn = 0; turn < command.turns; turn += 1) await nextTurn();
          } else if ('idle' in command) await turnOver.idle();
          else {
            const from = Math.floor(command.readFrom * log.index.size);
            reads.push(
              entriesFrom(log, from).then(
                (entries) => () => expectTrue(entries, written, cuts.at(-2)!),
                (error: Error) => () => expect(error).toBeUndefined(),
              ),
            );
          }
        }
        await turnOver.idle();
        for (const check of await Promise.all(reads)) check();
        const live = await entriesFrom(log);
        expect(live.slice(1).filter(({ text }) => GONE.test(text))).toEqual([]);
        expectTrue(live, written, cuts.at(-2)!);
        expect(sum(live.map(({ bytes }) => bytes))).toBe(written.length);
        expectTrue(await entriesBackwards(log), written, cuts.at(-2)!);
        const from = log.index.leftOut?.bytes ?? 0;
        expect(
          live
            .map(({ text }) => text)
            .join('')
            .slice(from > 0 ? live[0]!.text.length : 0),
        ).toBe(written.slice(from));
        const inMemory = log.index.segments.map((segment) => ({ ...segment }));
        log.close();
        const index = await readIndex(log.files);
        expect(index.segments).toEqual(inMemory);
        const source = { files: log.files, index, complete: true };
        expect(await entriesFrom(source)).toEqual(live);
        expectSearched(source, written.slice(from), from);
        turnedOver += index.generation;
        expect(olderFiles(log.files.folder).every((name) => name.endsWith(`.${index.generation}`))).toBe(
          true,
        );
      }),
      { numRuns: 60 },
    );
    expect(turnedOver).toBeGreaterThan(20);
  });

  it('outlives Luka wherever it died: nothing twice, nothing mixed up, nothing left over', async () => {
    await using folder = await temporaryFolder();
    const logs = join(folder.path, 'logs');
    const log = new RunLog(logFiles(logs, 1, 1), new ManualClock());
    const written = { out: '', err: '', note: '' };
    const cuts = [0];
    const died: Death[] = [];
    let writes = false;
    const die = (step: string) => {
      // What is being written just then may be there or not.
      if (writes) return;
      const to = join(folder.path, `died-${died.length}`);
      cpSync(logs, to, { recursive: true });
      died.push({ at: step, folder: to, written: { ...written }, most: cuts.at(-1)! });
    };
    const turnOver = log.keepNewest(1_200, (port) => dyingAt(port, die, cuts));
    const write = (stream: LogStream, text: string) => {
      writes = true;
      log.write(stream, Buffer.from(text));
      writes = false;
      written[stream] += text;
    };
    for (let line = 0; line < 240; line += 1) {
      write(line % 3 === 0 ? 'err' : 'out', `line ${line} of it\n`);
      if (line % 40 === 0) write('note', `note ${line}\n`);
      // In the middle of copies, too.
      if (line % 4 === 0) await nextTurn();
      if (line % 17 === 0) die(`line ${line}`);
      if (line % 60 === 59) {
        await turnOver.idle();
        die('idle');
      }
    }
    await turnOver.idle();
    log.close();
    expect(log.index.generation).toBeGreaterThan(2);
    expect(new Set(died.map(({ at }) => at.split(' ')[0]))).toEqual(
      new Set(['line', 'idle', 'append', 'appended', 'fd', 'isClosed', 'observe', 'seal', 'indexReplaced']),
    );
    const outlive = async ({ at, folder: path, written: then, most }: Death): Promise<void> => {
      const files = logFiles(path, 1, 1);
      const ended = { files, index: await readIndex(files), complete: true };
      const entries = await entriesFrom(ended);
      expectEnds(entries, then, at);
      expect(
        sum(entries.filter(({ text }) => GONE.test(text)).map(({ bytes }) => bytes)),
      ).toBeLessThanOrEqual(most);
      expectEnds(await entriesBackwards(ended), then, at);
      // Adopted: its process went on meanwhile.
      appendFileSync(files.out, 'while Luka was away\n');
      const shelf = new LogShelf({ folder: path, clock: new ManualClock(), searchProgram: '' });
      const resumed = await shelf.resume(1, 1);
      resumed.write('out', Buffer.from('and after\n'));
      const grown = { ...then, out: `${then.out}while Luka was away\nand after\n` };
      expectEnds(await entriesFrom(resumed), grown, at);
      const { generation, older } = resumed.index;
      const named = (['out', 'err', 'note'] as const).filter((stream) => older[stream] > 0);
      expect(olderFiles(files.folder).toSorted()).toEqual(
        named.map((name) => `1.${name}.${generation}`).toSorted(),
      );
      // And it is turned over again, from wherever it was.
      const again = resumed.keepNewest(500);
      for (let line = 0; line < 30; line += 1) {
        resumed.write('out', Buffer.from('more of it, and more\n'));
        grown.out += 'more of it, and more\n';
        if (line % 10 === 9) await again.idle();
      }
      await again.idle();
      expectEnds(await entriesFrom(resumed), grown, at);
      expect(resumed.index.generation).toBeGreaterThan(generation);
      shelf.close(1);
    };
    await Promise.all(died.map(outlive));
  });
});

/** What a kill leaves. */
interface Death {
  /** The step it came at. */
  readonly at: string;
  readonly folder: string;
  readonly written: Record<LogStream, string>;
  /** How much may be gone by then. */
  readonly most: number;
}

/** Dies before and after each step that changes something or looks at something. */
function dyingAt(port: TurnedLog, die: (step: string) => void, cuts: number[]): TurnedLog {
  const before = <T>(step: string, work: () => T): T => {
    die(step);
    return work();
  };
  return {
    ...port,
    isClosed: () =>
      olderFiles(port.files.folder).length > 0 ? before('isClosed', port.isClosed) : port.isClosed(),
    fd: (stream) => before('fd', () => port.fd(stream)),
    observe: () => before('observe', port.observe),
    seal: () => before('seal', port.seal),
    indexReplaced: () => before('indexReplaced', port.indexReplaced),
    append(line) {
      const done = before(`append ${line}`, () => port.append(line));
      if (line.startsWith('t')) cuts.push(port.index.size);
      die(`appended ${line}`);
      return done;
    },
  };
}

/** What is there of each stream is the end of what was written to it. */
function expectEnds(
  entries: readonly LogEntry[],
  written: Readonly<Record<LogStream, string>>,
  died: string,
): void {
  const left = entries.filter(({ text }) => !GONE.test(text));
  expect(entries.length - left.length).toBeLessThanOrEqual(1);
  for (const stream of ['out', 'err', 'note'] as const) {
    const text = left
      .filter((entry) => entry.stream === stream)
      .map((entry) => entry.text)
      .join('');
    expect(text, `${stream}, died at ${died}`).toBe(
      written[stream].slice(written[stream].length - text.length),
    );
  }
}

/** Both searches find each line that is there, at its position. */
function expectSearched({ files, index }: LogSource, text: string, from: number): void {
  const lines = [...text.matchAll(/^(out|err|note)\d+\.*$/gm)].map(({ index: at }) => from + at);
  const { segments } = index;
  const found = searchLog({ files, segments, places: index, query: 'o', limit: 1_000 });
  const isOne = (at: number) => lines.includes(at);
  expect(found.matches.every(({ at }) => isOne(at) || at === from)).toBe(true);
  const matcher = createMatcher({ q: '(out|err|note)\\d+', regex: true, case: false });
  const wishes = { matcher, context: 0, each: 1_000, since: 0, until: Number.MAX_SAFE_INTEGER };
  const hits = [...scanAttempt(files, index, ['out', 'err', 'note'], wishes)].flatMap((step) => step.hits);
  expect(hits.map(({ at }) => at).filter(isOne)).toEqual(lines);
}
