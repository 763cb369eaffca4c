import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { logFiles } from './log-files.ts';
import { readIndex, readLog } from './log-reader.ts';

it('calls a log complete only with all of it, also where it ends while it is read', async () => {
  await using folder = await temporaryFolder();
  const files = logFiles(folder.path, 1, 1);
  await mkdir(dirname(files.out), { recursive: true });
  await writeFile(files.out, 'first\n');
  const index = await readIndex(files);
  let over = false;
  const source = {
    files,
    index,
    get complete() {
      return over;
    },
  };
  const reading = readLog(source, { from: 0, limit: 1_000 });
  await writeFile(files.out, 'first\nlast\n');
  index.grow('out', 5, Date.now());
  over = true;
  expect(await reading).toMatchObject({ size: 6, complete: false });
  const rest = await readLog(source, { from: 6, limit: 1_000 });
  expect(rest).toMatchObject({ size: 11, complete: true, entries: [{ text: 'last\n' }] });
});
