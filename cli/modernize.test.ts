/** `luka modernize` as a person sees it. */
import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ModernizeReport } from '#shared/nouns/modernize.ts';
import { captureTerminal } from './captured-terminal.ts';
import { runProgram } from './program.ts';

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'luka-modernize-cli-')));
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await writeFile(join(folder, 'good.cjs'), "const fs = require('fs');\nexports.has = fs.existsSync('/');\n");
  await writeFile(join(folder, 'bad.cjs'), 'exports.x = 1;\nwith (exports) x = 2;\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function luka(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const { terminal, text } = captureTerminal();
  const code = await runProgram({
    words,
    env: { LUKA_HOME: join(folder, '.luka'), PATH: process.env['PATH'] },
    terminal,
  });
  return { code, out: text('out'), err: text('err') };
}

it('shows the difference, says where it was compared, and ends with 0', { timeout: 120_000 }, async () => {
  const { code, out, err } = await luka('modernize', join(folder, 'good.cjs'));
  expect(code).toBe(0);
  expect(out).toContain(`converted ${join(folder, 'good.cjs')} -> ${join(folder, 'good.mjs')}`);
  expect(out).toContain("-const fs = require('fs');");
  expect(out).toContain("+import fs from 'node:fs';");
  expect(err).toContain('runs what they do while loading (--no-smoke leaves that out)');
  expect(err).toMatch(/1 converted; 1 written; each was loaded beside its original/);
});

it('tells why a file is not converted, with its place, and ends with 65', async () => {
  const { code, out, err } = await luka('modernize', folder, '--no-smoke', '--no-diff');
  expect(code).toBe(65);
  expect(out).toContain('not converted');
  expect(out).toMatch(/why 2:1 `with` does not exist in a module - .* modernize_with/);
  expect(err).toBe('1 converted, 1 not converted; 1 written; none was loaded to compare\n');
  expect((await readdir(folder)).filter((name) => name.endsWith('.mjs'))).toEqual(['good.mjs']);
});

it('answers in JSON of a known shape, and writes nothing in a dry run', async () => {
  const { out, err } = await luka('modernize', folder, '--no-smoke', '--dry-run', '--json');
  const report = ModernizeReport.parse(JSON.parse(out));
  expect(report).toMatchObject({ dryRun: true, confinedBy: 'nothing' });
  expect(report.files.map(({ verdict, written }) => [verdict, written])).toEqual([
    ['refused', false],
    ['converted', false],
  ]);
  expect(err).toBe('');
  expect((await readdir(folder)).filter((name) => name.endsWith('.mjs'))).toEqual([]);
});

it('takes no nonsense', async () => {
  await expect(luka('modernize', join(folder, 'nothing.cjs'))).rejects.toMatchObject({
    code: 'modernize_source',
  });
  await expect(luka('modernize', folder, '--timeout', 'soon')).rejects.toThrow('number of seconds');
});
