import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#runtime/testing.ts';
import { findOwnNode, isTooOld } from './own-node.ts';

describe('the Node that runs Luka', () => {
  it('is too old below 24', () => {
    expect(['18.20.1', '20.20.2', '22.13.0'].map(isTooOld)).toEqual([true, true, true]);
    expect(['24.0.0', '26.1.0'].map(isTooOld)).toEqual([false, false]);
  });

  it('is found beside Luka, and nowhere else', async () => {
    await using folder = await temporaryFolder();
    const program = join(folder.path, 'luka', 'dist', 'node', 'luka.js');
    expect(findOwnNode(program)).toBeUndefined();
    const node = join(folder.path, 'luka', 'node_modules', 'node', 'bin', 'node');
    await mkdir(join(node, '..'), { recursive: true });
    await writeFile(node, '');
    expect(findOwnNode(program)).toBe(node);
    expect(findOwnNode(join(folder.path, 'luka', 'a', 'b', 'c', 'luka.js'))).toBeUndefined();
  });

  it('is handed over to, words, output and exit code alike', async () => {
    await using folder = await temporaryFolder();
    const program = join(folder.path, 'cli', 'program.mjs');
    await mkdir(join(folder.path, 'cli'));
    await writeFile(program, 'console.log(process.argv.slice(2).join("|")); process.exit(7);');
    const node = join(folder.path, 'node_modules', 'node', 'bin', 'node');
    await mkdir(join(node, '..'), { recursive: true });
    await writeFile(node, `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
    const caller = `import { handOver } from ${JSON.stringify(new URL('./own-node.ts', import.meta.url).href)};
      process.exitCode = await handOver(${JSON.stringify(program)}, ['a b', '--c']);`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', caller]);
    await expect(run).rejects.toMatchObject({ code: 7, stdout: 'a b|--c\n' });
  });
});
