import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findNode, isGood, onPath } from './node-path.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luka-node-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program that answers as Node of that version does. */
async function node(name: string, says: string, mode = 0o755): Promise<string> {
  await mkdir(join(folder, name));
  const file = join(folder, name, 'node');
  await writeFile(file, `#!/bin/sh\necho '${says}'\n`);
  await chmod(file, mode);
  return file;
}
const pathOf = (...names: string[]) => names.map((name) => join(folder, name)).join(delimiter);

describe('the Node for modules', () => {
  it('is the one chosen by name, before all others', async () => {
    const chosen = await node('chosen', 'v24.1.0');
    const bundled = await node('bundled', 'v25.0.0');
    expect(await findNode({ env: { LUKA_NODE: chosen }, bundled: [bundled] })).toEqual({
      path: chosen,
      version: 'v24.1.0',
    });
  });

  it('is not silently another when the chosen one will not do', async () => {
    const old = await node('old', 'v20.20.2');
    const bundled = await node('bundled', 'v24.0.0');
    expect(await findNode({ env: { LUKA_NODE: old }, bundled: [bundled] })).toEqual({
      missing: expect.stringMatching(/LUKA_NODE is .*Node v20\.20\.2/) as string,
    });
    expect(await findNode({ env: { LUKA_NODE: 'node' }, bundled: [bundled] })).toHaveProperty('missing');
    expect(await findNode({ env: { LUKA_NODE: join(folder, 'none') }, bundled: [bundled] })).toHaveProperty(
      'missing',
    );
  });

  it('is the bundled one before those on PATH', async () => {
    const bundled = await node('bundled', 'v24.0.0');
    await node('path', 'v26.0.0');
    expect(
      await findNode({ env: { PATH: pathOf('path') }, bundled: [join(folder, 'none'), bundled] }),
    ).toMatchObject({ path: bundled });
  });

  it('is the first on PATH that is new enough, can be run and is a Node', async () => {
    await node('old', 'v23.9.9');
    await node('odd', 'hello');
    await node('locked', 'v24.0.0', 0o644);
    const good = await node('good', 'v24.0.0');
    expect(
      await findNode({ env: { PATH: pathOf('none', 'old', 'odd', 'locked', 'good') }, bundled: [] }),
    ).toEqual({ path: good, version: 'v24.0.0' });
  });

  it('is said to be missing, with what was found instead', async () => {
    const old = await node('old', 'v18.0.0');
    expect(await findNode({ env: { PATH: pathOf('old') }, bundled: [] })).toEqual({
      missing: expect.stringContaining(`${old} is v18.0.0`) as string,
    });
    expect(await findNode({ env: {}, bundled: [] })).toEqual({
      missing: expect.stringContaining('LUKA_NODE') as string,
    });
  });
});

it('PATH gives absolute places only, each once', () => {
  expect(onPath(['/a', '', '.', 'b', '/a', '/c'].join(delimiter))).toEqual(['/a/node', '/c/node']);
});

it.each([
  ['v24.0.0', true],
  ['v100.1.2', true],
  ['v23.11.0', false],
  ['v2.40.0', false],
  ['24.0.0', false],
  ['', false],
])('%s is good: %s', (version, good) => expect(isGood(version)).toBe(good));
