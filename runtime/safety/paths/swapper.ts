/**
 * A program that swaps a folder with a link to another, as fast as it can: `node swapper.ts FOLDER TARGET TIMES`. Prints how often
 * it did. Whoever writes to FOLDER meanwhile must not write to TARGET.
 */
import { renameSync, symlinkSync, unlinkSync } from 'node:fs';

const [folder, target, times] = process.argv.slice(2) as [string, string, string];
const aside = `${folder}.aside`;
for (let n = 0; n < Number(times); n += 1) {
  renameSync(folder, aside);
  symlinkSync(target, folder);
  unlinkSync(folder);
  renameSync(aside, folder);
}
process.stdout.write(`${times}\n`);
