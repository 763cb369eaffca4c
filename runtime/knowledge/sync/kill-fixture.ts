/** For tests: a process that syncs a place again and again until it is killed. Says on stdout when a sync begins. */
import { TestSyncer, type TestPlace } from './testing.ts';

const place = JSON.parse(process.argv[2]!) as Pick<TestPlace, 'path' | 'folder' | 'job'>;
const it = await TestSyncer.start(place);
for (;;) {
  process.stdout.write('.');
  await it.sync();
}
