import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const written: string[] = [];
afterEach(() => {
  for (const file of written.splice(0)) rmSync(file, { force: true });
});

/** Lints one line of source as if it stood in a folder. */
async function lint(folder: string, source: string): Promise<string> {
  const file = `${root}${folder}/direction-probe-${process.pid}.ts`;
  written.push(file);
  writeFileSync(file, source);
  const run = promisify(execFile)(
    `${root}node_modules/.bin/oxlint`,
    ['--format', 'unix', '--allow', 'all', file],
    { cwd: root },
  );
  return run.then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
}

describe('direction between the folders', () => {
  it.each([
    ['shared', '#runtime/clock.ts'],
    ['shared', '../runtime/clock.ts'],
    ['shared', 'node:fs'],
    ['runtime', '#cli/table.ts'],
    ['runtime', '../cli/table.ts'],
    ['runtime', '../shared/version.ts'],
    ['runtime', 'electron'],
    ['runtime', 'react'],
    ['cli', '#electron/tray.ts'],
    ['cli', 'electron'],
    ['electron', '#cli/table.ts'],
    ['electron', '../renderer/main.tsx'],
    ['renderer', '#runtime/clock.ts'],
    ['renderer', 'node:fs'],
    ['renderer', 'electron'],
  ])('%s may not import %s', async (folder, specifier) => {
    expect(await lint(folder, `import '${specifier}';\n`)).toContain('no-restricted-imports');
  });

  it('electron/ may use raw IPC in its one file only', async () => {
    expect(await lint('electron', "import { ipcMain } from 'electron';\nvoid ipcMain;\n")).toContain(
      'no-restricted-imports',
    );
    expect(await lint('electron', "import { app } from 'electron';\nvoid app;\n")).not.toContain(
      'no-restricted-imports',
    );
  });

  it.each([
    ['runtime', '#shared/version.ts'],
    ['cli', '#runtime/clock.ts'],
    ['electron', '#runtime/clock.ts'],
    ['renderer', '#shared/version.ts'],
  ])('%s may import %s', async (folder, specifier) => {
    expect(await lint(folder, `import '${specifier}';\n`)).not.toContain('no-restricted-imports');
  });
});
