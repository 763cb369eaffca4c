/** What is written and what is not, with real files, real processes and the sandbox of this machine. */
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModernizedFile, ModernizeReport } from '#shared/nouns/modernize.ts';
import { findSandbox } from '../safety/sandbox/find-sandbox.ts';
import { modernize, type ModernizeOptions } from './modernize.ts';

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'luka-modernize-flow-')));
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function lay(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

async function go(
  name: string,
  options: Partial<ModernizeOptions> & { timeoutMs?: number } = {},
): Promise<ModernizeReport> {
  const found = await findSandbox();
  const { timeoutMs = 60_000, ...rest } = options;
  const smoke = {
    sandbox: 'reason' in found ? undefined : found,
    nodePath: process.execPath,
    lukaHome: join(folder, '.luka'),
    timeoutMs,
  };
  return modernize({ path: join(folder, name), smoke, ...rest });
}

const codes = (one: ModernizedFile | undefined): string[] => (one?.findings ?? []).map(({ code }) => code);
const names = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.mjs')).toSorted();

describe('what is written', { timeout: 120_000 }, () => {
  it('lies beside the original, which stays, with its rights; nothing else is left', async () => {
    await lay({ 'a.cjs': 'exports.x = 1;\n' });
    await chmod(join(folder, 'a.cjs'), 0o755);
    const report = await go('a.cjs');
    expect(report.files[0]).toMatchObject({ verdict: 'converted', written: true, smoke: { state: 'same' } });
    expect(await readFile(join(folder, 'a.cjs'), 'utf8')).toBe('exports.x = 1;\n');
    expect((await stat(join(folder, 'a.mjs'))).mode & 0o777).toBe(0o755);
    expect((await readdir(folder)).toSorted()).toEqual(['a.cjs', 'a.mjs', 'package.json']);
  });

  it('never takes the place of what is there, unless it is forced to', async () => {
    await lay({ 'a.cjs': 'exports.x = 1;\n', 'a.mjs': 'mine' });
    const report = await go('a.cjs', { smoke: undefined });
    expect(report.files[0]).toMatchObject({ verdict: 'refused', written: false });
    expect(codes(report.files[0])).toEqual(['modernize_exists']);
    expect(await readFile(join(folder, 'a.mjs'), 'utf8')).toBe('mine');
    const forced = await go('a.cjs', { smoke: undefined, force: true });
    expect(forced.files[0]).toMatchObject({ verdict: 'converted', written: true });
    expect(await readFile(join(folder, 'a.mjs'), 'utf8')).toContain('export const x = 1;');
  });

  it('is nothing in a dry run, which compares all the same', async () => {
    await lay({ 'a.cjs': 'exports.x = 1;\n', 'b.cjs': "exports.y = require('./a.cjs').x;\n" });
    const report = await go('.', { dryRun: true });
    expect(report.files.map(({ verdict, written, smoke }) => [verdict, written, smoke.state])).toEqual([
      ['converted', false, 'same'],
      ['converted', false, 'same'],
    ]);
    expect(report.files[0]?.diff).toContain('+export const x = 1;');
    expect(await names()).toEqual([]);
  });

  it('would be two files of one name: the second is told', async () => {
    await lay({ 'a.cjs': 'exports.x = 1;\n', 'a.js': 'exports.x = 2;\n' });
    const report = await go('.', { smoke: undefined });
    expect(report.files.map(codes)).toEqual([[], ['modernize_output_shared']]);
    expect(await names()).toEqual(['a.mjs']);
  });
});

describe('what turns out to differ', { timeout: 120_000 }, () => {
  // A getter that no text tells of: what is read by name is what it was at the end of loading.
  const DIFFERS = "exports.kind = typeof require('module')._cache[__filename];\n";

  it('is not left behind, and those that load it go on with the original', async () => {
    await lay({ 'a.cjs': DIFFERS, 'b.cjs': "exports.kind = require('./a.cjs').kind;\n" });
    const report = await go('.');
    expect(report.files[0]).toMatchObject({
      verdict: 'refused',
      written: false,
      smoke: { state: 'different' },
    });
    expect(report.files[0]?.findings.find(({ code }) => code === 'modernize_different')?.message).toContain(
      'kind was string "object"',
    );
    expect(report.files[1]).toMatchObject({ verdict: 'converted', written: true, smoke: { state: 'same' } });
    expect(report.files[1]?.code).toContain("from './a.cjs'");
    expect(await names()).toEqual(['b.mjs']);
  });

  it('is kept where that is asked for, and still called what it is', async () => {
    await lay({ 'a.cjs': DIFFERS });
    const report = await go('a.cjs', { keep: true });
    expect(report.files[0]).toMatchObject({ verdict: 'refused', written: true });
  });

  it('by itself each time it is loaded proves nothing against the module', async () => {
    await lay({ 'a.cjs': 'exports.at = process.hrtime.bigint().toString();\n' });
    const report = await go('a.cjs');
    expect(report.files[0]).toMatchObject({ verdict: 'notes', written: true, smoke: { state: 'unproven' } });
  });
});

describe('loading', { timeout: 120_000 }, () => {
  it('changes nothing outside', async () => {
    await lay({
      'a.cjs':
        "const fs = require('fs');\nlet said = 'wrote';\ntry { fs.writeFileSync(__dirname + '/trace', 'x'); } catch (error) { said = 'refused'; }\nexports.said = said;\n",
    });
    const report = await go('a.cjs');
    expect(report.confinedBy).not.toBe('nothing');
    expect(report.files[0]).toMatchObject({ verdict: 'converted', smoke: { state: 'same' } });
    expect(await readdir(folder)).not.toContain('trace');
  });

  it('ends where it takes too long, and says that nothing is proven', async () => {
    await lay({ 'a.cjs': 'exports.x = 1;\nfor (;;);\n' });
    const report = await go('a.cjs', { timeoutMs: 1_500 });
    expect(report.files[0]).toMatchObject({ verdict: 'notes', smoke: { state: 'unproven' } });
  });

  it('is left out where nobody wants it', async () => {
    await lay({ 'a.cjs': "require('fs').writeFileSync(__dirname + '/trace', 'x');\n" });
    const report = await go('a.cjs', { smoke: undefined });
    expect(report).toMatchObject({
      confinedBy: 'nothing',
      files: [{ smoke: { state: 'skipped' }, written: true }],
    });
    expect(await readdir(folder)).not.toContain('trace');
  });
});

describe('what is looked at', () => {
  it('is neither installed packages, nor hidden folders, nor modules by their package', async () => {
    await lay({
      'a.cjs': 'exports.x = 1;\n',
      'node_modules/p/index.js': 'exports.x = 1;\n',
      '.hidden/b.cjs': 'exports.x = 1;\n',
      'esm/package.json': '{ "type": "module" }',
      'esm/c.js': 'export const x = 1;\n',
    });
    const report = await go('.', { smoke: undefined });
    expect(report.files.map(({ file }) => file)).toEqual([join(folder, 'a.cjs')]);
  });

  it.each([
    ['nothing.cjs', 'cannot be read'],
    ['package.json', 'is neither'],
    ['empty', 'there is no CommonJS file'],
  ])('has to be there: %s', async (name, message) => {
    await mkdir(join(folder, 'empty'));
    await expect(go(name)).rejects.toMatchObject({
      code: 'modernize_source',
      message: expect.stringContaining(message) as string,
    });
  });

  it('is in a circle by files outside of what is given, too', async () => {
    await lay({
      'in/a.cjs': "exports.a = 1;\nexports.b = require('../out/b.cjs').b;\n",
      'out/b.cjs': "exports.b = require('../in/a.cjs').a;\n",
    });
    const report = await go('in/a.cjs', { smoke: undefined });
    expect(report.files[0]?.findings).toMatchObject([{ code: 'modernize_circle', line: 2, column: 13 }]);
  });
});
