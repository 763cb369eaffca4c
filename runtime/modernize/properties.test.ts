/** Programs made by chance, of the shapes that are converted: each behaves the same as a module. */
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AROUND, program, TELL } from './fixtures/chance.ts';
import { convertModule } from './convert/convert.ts';
import { fileResolver } from './resolve/file-resolver.ts';

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'luka-modernize-chance-')));
  for (const [name, text] of Object.entries(AROUND)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it(
  'behaves the same: what is exported, by the whole and by name, and what is written meanwhile',
  { timeout: 500_000 },
  async () => {
    const texts = fc.sample(program, { numRuns: 150, seed: 20 });
    const pairs: { cjs: string; mjs: string; text: string; code: string }[] = [];
    const refused = new Set<string>();
    for (const [index, text] of texts.entries()) {
      const cjs = join(folder, `made-${index}.cjs`);
      const { code, findings } = convertModule(text, { file: cjs, resolve: fileResolver(cjs, new Map()) });
      if (code === undefined) {
        for (const finding of findings)
          if (finding.severity === 'error') refused.add(`${finding.code}: ${finding.message}`);
        continue;
      }
      pairs.push({ cjs, mjs: cjs.replace('.cjs', '.mjs'), text, code });
    }
    expect([...refused]).toEqual([]);
    await Promise.all(
      pairs.flatMap(({ cjs, mjs, text, code }) => [writeFile(cjs, text), writeFile(mjs, code)]),
    );
    const told = async (files: string[]): Promise<string[]> =>
      (await run(process.execPath, ['-e', TELL, ...files], { maxBuffer: 50_000_000 })).stdout
        .split('# ')
        .slice(1);
    const [before, after] = [
      await told(pairs.map(({ cjs }) => cjs)),
      await told(pairs.map(({ mjs }) => mjs)),
    ];
    expect(after.length).toBe(pairs.length);
    // `loud.cjs` speaks once a process where it is imported: what it says is looked at by the fixtures.
    const quiet = (text: string | undefined): string | undefined => text?.replaceAll('loud\n', '');
    for (const [index, { text, code }] of pairs.entries())
      expect(quiet(after[index]), `${text}\n----\n${code}`).toBe(quiet(before[index]));
  },
);
