import { describe, expect, it } from 'vitest';
import { assessWork } from '../assess-work.ts';
import { DANGEROUS_CODE, HONEST_CODE } from '../fixtures/javascript.ts';
import { scoreOf } from '../score.ts';
import { codeStep, PROJECT, readerOf, stepOf, workOf } from '../testing.ts';

describe('JavaScript', () => {
  it.each(DANGEROUS_CODE)('$effect: $line', async ({ line, rule, effect }) => {
    const { reasons } = await assessWork(workOf([codeStep(line)]), readerOf());
    expect(reasons.map((reason) => reason.rule)).toContain(rule);
    expect(reasons.some((reason) => reason.effect === 'deny')).toBe(effect === 'deny');
    expect(reasons.some((reason) => reason.effect !== undefined) || scoreOf(reasons) >= 40).toBe(true);
  });

  it.each(HONEST_CODE)('allows: %s', async (line) => {
    const { reasons } = await assessWork(workOf([codeStep(line)]), readerOf());
    expect(reasons.filter(({ effect }) => effect)).toEqual([]);
    expect(scoreOf(reasons)).toBeLessThan(40);
  });
});

describe('modules', () => {
  const file = { text: '/home/luka/modules/main.mjs', known: true };
  const step = stepOf({ kind: 'file', file, args: [] });

  it('are read with what they import, in the order they are met, each once', async () => {
    const read = readerOf({
      '/home/luka/modules/main.mjs': "import './a.mjs'; import './b.mjs'; import './a.mjs';",
      '/home/luka/modules/a.mjs': "export * from './b.mjs'; import('./lib/c.mjs');",
      '/home/luka/modules/b.mjs':
        "import data from './data.json' with { type: 'json' }; import './main.mjs';",
      '/home/luka/modules/lib/c.mjs': "import { rmSync } from 'node:fs'; rmSync('/', { recursive: true });",
      '/home/luka/modules/data.json': '{}',
    });
    const { files, reasons, touches } = await assessWork(workOf([step]), read);
    expect(files.map(({ path }) => path.replace('/home/luka/modules/', ''))).toEqual([
      'main.mjs',
      'a.mjs',
      'b.mjs',
      'lib/c.mjs',
      'data.json',
    ]);
    expect(files.every(({ sha256 }) => sha256 === 'a'.repeat(64))).toBe(true);
    expect(reasons[0]).toMatchObject({ rule: 'catastrophe', effect: 'deny' });
    expect(touches.reads).toContain('/home/luka/modules/lib/c.mjs');
  });

  it('may leave out their endings where Node finds them', async () => {
    const read = readerOf({
      [`${PROJECT}/lib/index.js`]: "require('fs').rmSync('/', { recursive: true });",
    });
    const { files, reasons } = await assessWork(workOf([codeStep("require('./lib');")]), read);
    expect(files.map(({ path }) => path)).toEqual([`${PROJECT}/lib/index.js`]);
    expect(reasons[0]).toMatchObject({ rule: 'catastrophe' });
  });

  it('that cannot be read are asked about, and named', async () => {
    const { files, reasons } = await assessWork(workOf([step]), readerOf());
    expect(files).toEqual([{ path: file.text, sha256: undefined }]);
    expect(reasons[0]).toMatchObject({ rule: 'script_unread', effect: 'ask' });
  });

  it('that are too many are asked about', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`/m/${at}.mjs`, `import './${at + 1}.mjs';`]),
    );
    const start = stepOf({ kind: 'file', file: { text: '/m/0.mjs', known: true }, args: [] });
    const { files, reasons } = await assessWork(workOf([start]), readerOf(chain));
    expect(files.filter(({ sha256 }) => sha256)).toHaveLength(50);
    expect(reasons[0]).toMatchObject({ rule: 'script_unread', effect: 'ask' });
  });
});
