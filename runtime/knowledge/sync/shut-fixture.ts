/**
 * For tests: a process that syncs a folder with a folder and a file in it that it may not read, opens them, and syncs it again.
 * Root may read everything, so that it becomes nobody first. It tells on stdout what was found and what was skipped, each time.
 */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { makePlace, TestSyncer } from './testing.ts';

const NOBODY = 65_534;

if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
}
await using place = await makePlace();
await place.write('shut/a.md', 'word');
await place.write('c.md', 'word');
const file = await place.write('b.md', 'word');
const shut = join(place.folder, 'shut');
await using it = await TestSyncer.start(place);
const look = async () => ({ ...(await it.sync()), found: it.found('word'), listed: it.skipped() });
await chmod(shut, 0);
await chmod(file, 0);
const before = await look();
await chmod(shut, 0o700);
await chmod(file, 0o600);
process.stdout.write(JSON.stringify([before, await look()]));
