/** What goes wrong around a turn-over: writers that are faster, disks that are full, cuts that were not finished. */
import { writeSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ManualClock, temporaryFolder } from '../../testing.ts';
import { logFiles, olderFile } from './log-files.ts';
import { readIndex, readLog, type LogSource } from './log-reader.ts';
import { LogShelf } from './log-shelf.ts';
import { RunLog } from './run-log.ts';

const textOf = async (source: LogSource) =>
  (await readLog(source, { from: 0, limit: 1_000_000 })).entries.map(({ text }) => text).join('');
const line = (number: number) => `line ${number}`.padEnd(99, '.').concat('\n');

async function written(log: RunLog): Promise<LogSource> {
  return { files: log.files, index: await readIndex(log.files), complete: true };
}

describe('a turn-over', () => {
  it('says what came too late to be copied', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    const over = log.keepNewest(1_000, (port) => ({
      ...port,
      append(text) {
        const done = port.append(text);
        if (text.startsWith('t')) writeSync(log.fds.out, 'late\n');
        return done;
      },
    }));
    for (let number = 1; number <= 6; number += 1) log.write('out', Buffer.from(line(number)));
    await over.idle();
    const text = await textOf(log);
    expect(text).toContain(line(6));
    expect(text).not.toContain('late');
    expect(text).toContain('5 B of the output before this were lost: they came too fast to be copied');
    log.close();
    expect((await readIndex(log.files)).segments).toEqual(log.index.segments);
    expect(await textOf(await written(log))).toBe(text);
  });

  it('is tried again where the copy cannot be made, and keeps nothing rather than without end', async () => {
    await using folder = await temporaryFolder();
    const clock = new ManualClock();
    const log = new RunLog(logFiles(folder.path, 1, 1), clock);
    const inTheWay = olderFile(log.files, 'out', 1);
    await mkdir(inTheWay, { recursive: true });
    const over = log.keepNewest(1_000);
    for (let number = 1; number <= 20; number += 1) {
      log.write('out', Buffer.from(line(number)));
      await over.idle();
      clock.advance(4_000);
      if (number === 7)
        expect((await textOf(log)).match(/the log could not be cut, and is tried again: /g)).toHaveLength(1);
    }
    const text = await textOf(log);
    expect(text).toMatch(/^1.\d kB of the log before this are left out, and no copy could be made: /m);
    expect(text).not.toContain(line(5));
    expect(text).toContain(line(20));
    expect((await stat(log.files.out)).size).toBeLessThan(1_500);
    await rm(inTheWay, { recursive: true });
    for (let number = 21; number <= 40; number += 1) {
      log.write('out', Buffer.from(line(number)));
      await over.idle();
      clock.advance(4_000);
    }
    const after = await textOf(log);
    expect(after).toMatch(/^the log before this \([\d.]+ kB\) is left out: a service keeps about 1.0 kB\n/);
    expect(after).toContain(line(36));
    log.close();
    expect(await textOf(await written(log))).toBe(after);
  });

  it('comes also where the pieces are too many, whatever their bytes', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    const over = log.keepNewest(100_000_000);
    for (let number = 0; number < 120_000; number += 1) {
      log.index.grow(number % 2 === 0 ? 'out' : 'err', 0, 0);
      writeSync(log.fds[number % 2 === 0 ? 'out' : 'err'], 'x');
      log.observe();
      if (number % 500 === 0) await over.idle();
    }
    await over.idle();
    expect(log.index.segments.length).toBeLessThan(60_000);
    expect(log.index.size).toBe(120_000);
    log.close();
    expect((await readFile(log.files.index, 'utf8')).split('\n').length).toBeLessThan(60_000);
    expect((await readIndex(log.files)).segments).toEqual(log.index.segments);
  });

  it('counts what was cut off as printed: a limit of output stays one', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    let exceeded = 0;
    log.limitTo(3_000, () => (exceeded += 1));
    const over = log.keepNewest(1_000);
    for (let number = 1; number <= 40; number += 1) {
      log.write('out', Buffer.from(line(number)));
      await over.idle();
      if (number === 29) expect([exceeded, log.index.generation > 2]).toEqual([0, true]);
    }
    expect(exceeded).toBe(1);
    expect(await textOf(log)).not.toContain(line(31));
    log.close();
  });

  it('ends with the log: what is under way is left, and removed', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    const over = log.keepNewest(1_000);
    for (let number = 1; number <= 6; number += 1) log.write('out', Buffer.from(line(number)));
    log.close();
    await over.idle();
    await expect(stat(olderFile(log.files, 'out', 1))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await textOf(await written(log))).toBe([1, 2, 3, 4, 5, 6].map(line).join(''));
  });

  it('never comes where it is not asked for: a run that is no service keeps all it wrote', async () => {
    await using folder = await temporaryFolder();
    const log = new RunLog(logFiles(folder.path, 1, 1), new ManualClock());
    for (let number = 1; number <= 50; number += 1) log.write('out', Buffer.from(line(number).repeat(1_000)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log.index).toMatchObject({ generation: 0, size: 5_000_000 });
    log.close();
  });
});

describe('a cut that was not finished', () => {
  const older = 'a line of it\n'.repeat(10);
  const bytes = older.length;

  it.each([
    ['was cut, and has grown beyond what it was', 'another line\n'.repeat(20)],
    ['was not cut, and has grown', `${older}and more\n`],
    ['was cut, and is short', 'short\n'],
    ['was not cut', older],
  ])('is told by what the live file has: it %s', async (what, live) => {
    await using folder = await temporaryFolder();
    const files = logFiles(folder.path, 1, 1);
    await mkdir(files.folder, { recursive: true });
    await writeFile(olderFile(files, 'out', 1), older);
    await writeFile(files.out, live);
    await writeFile(files.index, `o ${bytes} 1\nt 1 ${bytes}/${bytes} 0/0 0/0\n`);
    const shelf = new LogShelf({ folder: folder.path, clock: new ManualClock(), searchProgram: '' });
    const log = await shelf.resume(1, 1);
    const fresh = what.startsWith('was not') ? live.slice(bytes) : live;
    expect(await textOf(log)).toBe(older + fresh);
    log.write('out', Buffer.from('last\n'));
    expect(await textOf(log)).toBe(`${older}${fresh}last\n`);
    shelf.close(1);
    expect(await textOf(await written(log))).toBe(`${older}${fresh}last\n`);
  });

  it('whose older file is away has lost its beginning', async () => {
    await using folder = await temporaryFolder();
    const files = logFiles(folder.path, 1, 1);
    await mkdir(files.folder, { recursive: true });
    await writeFile(files.out, 'what is left\n');
    await writeFile(files.index, `o ${bytes} 1\nt 1 ${bytes}/${bytes} 0/0 0/0\nx o\nx e\nx n\n`);
    const index = await readIndex(files);
    expect(await textOf({ files, index, complete: true })).toBe(
      'the log before this (130 B) is left out\nwhat is left\n',
    );
  });
});
