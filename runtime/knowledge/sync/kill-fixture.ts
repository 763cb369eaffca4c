/**
 * For tests: a process that syncs a place until it is killed, with few files in a transaction. It tells on stdout where it is,
 * each mark written before it goes on: S a sync begins, b a transaction begins, w all of it is written and it is committed now,
 * c it is committed, p a part of a large file is added to what is there of it, x exports are written, E the sync is over.
 */
import { writeSync } from 'node:fs';
import { IndexWriter } from '../index-store/index-writer.ts';
import { ExportDesk } from './export-desk.ts';
import { TestSyncer, type TestPlace } from './testing.ts';

const tell = (mark: string): void => void writeSync(1, mark);
// oxlint-disable-next-line typescript/unbound-method
const { transaction, append } = IndexWriter.prototype;
// oxlint-disable-next-line typescript/unbound-method
const { now: exportNow } = ExportDesk.prototype;
IndexWriter.prototype.transaction = function <T>(this: IndexWriter, work: () => T): T {
  tell('b');
  const result = transaction.call(this, () => {
    const made = work();
    tell('w');
    return made;
  }) as T;
  tell('c');
  return result;
};

IndexWriter.prototype.append = function (this: IndexWriter, ...part: Parameters<typeof append>): void {
  append.apply(this, part);
  tell('p');
};
ExportDesk.prototype.now = function (this: ExportDesk): Promise<void> {
  tell('x');
  return exportNow.call(this);
};

const place = JSON.parse(process.argv[2]!) as Pick<TestPlace, 'path' | 'folder' | 'job'>;
const it = await TestSyncer.start(place);
tell('S');
await it.sync();
tell('E');
setInterval(() => undefined, 60_000);
