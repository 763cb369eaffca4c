/** A text alone, on a thread: converted, refused with places, and given up in time. */
import { expect, it } from 'vitest';
import { modernizeApart } from './modernize-apart.ts';

it(
  'converts a text without a look at the disk, and says what it took for granted',
  { timeout: 60_000 },
  async () => {
    const text =
      "const { a } = require('some-package');\nconst b = require('./b');\nmodule.exports = { a, b };\n";
    const result = await modernizeApart(text, 'old.cjs');
    expect(result.verdict).toBe('notes');
    expect(result.code).toContain("import somePackage from 'some-package';");
    expect(result.code).toContain("const b = require('./b');");
    expect(result.findings.map(({ code, line }) => [code, line])).toEqual([
      ['modernize_kept_require', 2],
      ['modernize_unsure', 1],
    ]);
    expect(result.exports).toEqual({ default: 'whole', named: ['a', 'b'] });
  },
);

it('says where and why a text is refused', { timeout: 60_000 }, async () => {
  const result = await modernizeApart('exports.x = 1;\nwith (y) z();\n', 'old.cjs');
  expect(result).toMatchObject({
    verdict: 'refused',
    findings: [{ code: 'modernize_with', line: 2, column: 1, file: 'old.cjs' }],
  });
  expect(result.code).toBeUndefined();
});

it(
  'gives up on a text that takes too long, and refuses one that is nested too deeply',
  { timeout: 60_000 },
  async () => {
    await expect(modernizeApart('exports.x = 1;\n', 'old.cjs', 0)).rejects.toMatchObject({
      code: 'modernize_too_long',
    });
    const deep = `exports.x = ${'['.repeat(100_000)}${']'.repeat(100_000)};\n`;
    expect(await modernizeApart(deep, 'old.cjs')).toMatchObject({
      verdict: 'refused',
      findings: [{ code: 'modernize_syntax', line: 1 }],
    });
  },
);
