/** Every shape there is, each loaded before and after, and what no module can be told with its line. */
import { access, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModernizedFile, ModernizeReport } from '#shared/nouns/modernize.ts';
import { checkEsModule } from '../deploy/modules/check-esm.ts';
import { findSandbox } from '../safety/sandbox/find-sandbox.ts';
import { EXPECTED } from './fixtures/expected.ts';
import { layOutFixtures } from './fixtures/laid-out.ts';
import { tellOf } from './fixtures/run-both.ts';
import { modernize } from './modernize.ts';

let laid: Awaited<ReturnType<typeof layOutFixtures>>;
let report: ModernizeReport;
const files = new Map<string, ModernizedFile>();

beforeAll(async () => {
  laid = await layOutFixtures();
  const sandbox = await findSandbox();
  report = await modernize({
    path: laid.folder,
    smoke: {
      sandbox: 'reason' in sandbox ? undefined : sandbox,
      nodePath: process.execPath,
      lukaHome: join(laid.folder, 'no-luka-home'),
      timeoutMs: 60_000,
    },
  });
  for (const one of report.files) files.set(relative(laid.folder, one.file), one);
}, 400_000);

afterAll(() => laid.remove());

function fileOf(name: string): ModernizedFile {
  const one = files.get(name);
  if (!one) throw new Error(`${name} is not in the report`);
  return one;
}

it('says of every file what is to be expected, and knows of no other', () => {
  expect([...files.keys()].toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  const said = Object.fromEntries(
    [...files].map(([name, { verdict, findings, smoke }]) => {
      const says = findings
        .filter(({ severity }) => severity !== 'info')
        .map(({ code, line }) => `${code}:${line}`)
        .toSorted();
      return [name, { verdict, says, smoke: smoke.state }];
    }),
  );
  const wanted = Object.fromEntries(
    Object.entries(EXPECTED).map(([name, { verdict, says = [], smoke = 'same' }]) => [
      name,
      { verdict, says: [...says].toSorted(), smoke },
    ]),
  );
  expect(said).toEqual(wanted);
});

const good = Object.keys(EXPECTED).filter((name) => EXPECTED[name]?.verdict !== 'refused');
const bad = Object.keys(EXPECTED).filter((name) => EXPECTED[name]?.verdict === 'refused');

it('has more than forty of those that are converted, and more than twenty of those that are not', () => {
  expect(good.length).toBeGreaterThan(40);
  expect(bad.length).toBeGreaterThan(20);
});

describe.concurrent('loaded before and after by a plain Node', () => {
  it.each(good)('%s', { timeout: 120_000 }, async (name) => {
    const { file, output, exports, written } = fileOf(name);
    expect(written).toBe(true);
    const [before, after] = await Promise.all([tellOf(file), tellOf(output)]);
    expect(after.printed).toBe(before.printed);
    expect(after.error?.replaceAll('.mjs', '.cjs')).toBe(before.error);
    if (before.error !== undefined || !exports) return;
    if (exports.default === 'whole') {
      expect(after.names['default']).toBe(before.names['default']);
      expect(after.keys).toEqual(before.keys);
    }
    for (const key of exports.named)
      expect([key, after.names[key]]).toEqual([key, before.names[key] ?? 'undefined undefined']);
  });
});

it('leaves a text that is a module by Luka’s own check, and keeps the rights of the file', async () => {
  for (const name of good) {
    const { output } = fileOf(name);
    expect(checkEsModule(await readFile(output, 'utf8'), output)).toEqual([]);
  }
});

it('writes nothing for what it refuses', async () => {
  for (const name of bad) {
    const one = fileOf(name);
    expect(one.written).toBe(false);
    await expect(access(one.output)).rejects.toThrow('ENOENT');
  }
});
