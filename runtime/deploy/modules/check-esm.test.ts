import { expect, it } from 'vitest';
import { checkEsModule } from './check-esm.ts';

const found = (text: string) =>
  checkEsModule(text, 'm.mjs').map(({ code, line, column }) => `${line}:${column} ${code}`);

it.each([
  ["import fs from 'node:fs';\nconst x = require('x');", ['2:11 module_commonjs']],
  ['export const a = 1;\n\n  module.exports = { a };', ['3:3 module_commonjs']],
  ['exports.run_auto = () => {};', ['1:1 module_commonjs']],
  ['exports = 1;', ['1:1 module_commonjs']],
  ['const here = __dirname + __filename;', ['1:14 module_commonjs', '1:26 module_commonjs']],
  ["const p = require.resolve('x');", ['1:11 module_commonjs']],
  ["function f() { if (true) { return [() => require('deep')]; } }", ['1:42 module_commonjs']],
  ['export const a = ;', ['1:18 module_broken']],
  ['let a = 1;\nlet a = 2;', ['2:5 module_broken']],
  ['with (a) {}', ['1:1 module_broken']],
])('sees what is wrong with %j', (text, expected) => {
  expect(found(text)).toEqual(expected);
});

it.each([
  '#!/usr/bin/env node\nexport function run_auto() {}',
  "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nrequire('x');",
  "const a = typeof require === 'undefined' ? typeof __dirname : 1;",
  'const a = { require: 1, exports: 2, module: 3 };\na.require(a.exports, a.module.exports);',
  "import { require as load } from './x.mjs';\nload();",
  'export const f = (module) => module.exports;',
  'export const f = ({ exports = {} }) => exports.a;',
  'const exports = {};\nexports.a = 1;\nexport { exports as module };',
  "const text = `require('x') module.exports __dirname`; // module.exports = 1",
  'await 1; export default { run() {} };',
])('finds nothing wrong with %j', (text) => {
  expect(found(text)).toEqual([]);
});

it('judges deeply nested text, and refuses what is nested beyond reading', () => {
  const nested = (depth: number) => `export const a = ${'['.repeat(depth)}require('x')${']'.repeat(depth)};`;
  expect(found(nested(500))).toEqual(['1:518 module_commonjs']);
  expect(found(nested(50_000))).toEqual([expect.stringMatching(/ module_broken$/)]);
});
