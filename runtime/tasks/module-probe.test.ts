import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { createModuleProbe } from './module-probe.ts';
import type { ModuleDescription } from './ports.ts';

const hostProgram = join(import.meta.dirname, 'module-host.ts');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luka-probe-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function describeModule(code: string, name = 'm.mjs'): Promise<ModuleDescription> {
  const file = join(folder, name);
  await writeFile(file, code);
  return createModuleProbe({ nodePath: process.execPath, hostProgram }).describe(file);
}

async function refusalOf(work: Promise<unknown>): Promise<LukaError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof LukaError) return error;
  throw new Error(`no LukaError: ${String(error)}`);
}

describe('a sound module', () => {
  it('is described by what it exports', async () => {
    expect(
      await describeModule(
        'export async function run_auto() {}\nexport const run_manual = () => {}, help = () => {}, n = 1;',
      ),
    ).toEqual({ hasAuto: true, hasManual: true, functions: ['help', 'run_auto', 'run_manual'] });
  });

  it('may define a task, also with values that JSON does not know', async () => {
    const code = `const loop = {}; loop.loop = loop;
      export default { title: 'T', triggers: [{ every: '1h' }], big: 1n, loop, twice: [[1], [1]], run() {} };`;
    expect(await describeModule(code)).toEqual({
      hasAuto: false,
      hasManual: false,
      functions: ['run'],
      definition: {
        title: 'T',
        triggers: [{ every: '1h' }],
        big: '1',
        loop: { loop: '[circular]' },
        twice: [[1], [1]],
      },
    });
  });

  it('may be CommonJS where its name says so', async () => {
    expect((await describeModule('exports.run_auto = () => {};', 'm.cjs')).hasAuto).toBe(true);
  });

  it('does not have to stop what it starts when imported', async () => {
    const code = 'console.log("noise"); setInterval(() => {}, 1000); export function run_auto() {}';
    expect((await describeModule(code)).functions).toEqual(['run_auto']);
  });

  it('cannot change anything by being described, and is described all the same', async () => {
    const trace = join(folder, 'trace');
    const code = `import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(trace)}, 'x');
/* export function commented() {} */
export async function run_auto() {}
const inner = () => {};
export { inner as run_manual };
`;
    expect(await describeModule(code)).toEqual({
      hasAuto: true,
      hasManual: true,
      functions: ['run_auto', 'run_manual'],
    });
    await expect(access(trace)).rejects.toThrow('ENOENT');
  });
});

describe('a module with a fault', () => {
  it.each([
    ['export const a = 1;\nconst x = ;\n', 2, 11, 'SyntaxError'],
    ['\n  throw new Error("at import");', 2, 9, 'at import'],
    ["import { nope } from 'node:fs';", 1, 10, 'nope'],
    ["import a from 'no-such-package';\n", 1, 15, 'not installed'],
    ["// one\nimport './nowhere.mjs';", 2, 8, 'does not exist'],
    ['module.exports = {};', 1, 1, 'CommonJS'],
    ["const fs = require('fs');", 1, 12, 'CommonJS'],
    ['throw "text";', 1, 1, 'text'],
    ['await new Promise(() => {});', 1, 1, 'never ends'],
    ['process.exit(3);', 1, 1, 'exit code 3'],
  ])('%j is broken at %i:%i', async (code, line, column, message) => {
    const error = await refusalOf(describeModule(code));
    expect(error.code).toBe('module_broken');
    expect(error.message).toContain(message);
    expect(error.findings).toMatchObject([
      { code: 'module_broken', file: join(folder, 'm.mjs'), line, column },
    ]);
  });

  it('in what it imports is named there', async () => {
    await writeFile(join(folder, 'lib.mjs'), '\nexport const = 1;');
    const error = await refusalOf(describeModule("import './lib.mjs';"));
    expect(error.findings).toMatchObject([{ file: join(folder, 'lib.mjs'), line: 2, column: 14 }]);
  });

  it('has no entry where nothing can be called, and is missing where there is no file', async () => {
    expect((await refusalOf(describeModule('export const n = 1;'))).code).toBe('module_no_entry');
    const probe = createModuleProbe({ nodePath: process.execPath, hostProgram });
    expect((await refusalOf(probe.describe(join(folder, 'none.mjs')))).code).toBe('module_missing');
    expect((await refusalOf(probe.describe(folder))).code).toBe('module_missing');
  });

  it('is not waited for without end', async () => {
    const file = join(folder, 'loop.mjs');
    await writeFile(file, 'for (;;);');
    const probe = createModuleProbe({ nodePath: process.execPath, hostProgram, timeoutMs: 300 });
    expect((await refusalOf(probe.describe(file))).message).toContain('did not end within 0.3 s');
  });

  it('is not blamed where the host cannot be started', async () => {
    const file = join(folder, 'm.mjs');
    await writeFile(file, 'export function run_auto() {}');
    const probe = createModuleProbe({ nodePath: join(folder, 'no-node'), hostProgram });
    expect((await refusalOf(probe.describe(file))).message).toContain('could not be started');
  });
});
