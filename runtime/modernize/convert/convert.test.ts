/** Single shapes, text to text. */
import { describe, expect, it } from 'vitest';
import { resolveFromText } from '../resolve/text-resolver.ts';
import { convertModule } from './convert.ts';
import type { Target } from './target.ts';

const convert = (text: string, target?: Target) =>
  convertModule(text, { file: 'a.cjs', resolve: target === undefined ? resolveFromText : () => target });
const codeOf = (text: string): string => convert(text).code ?? 'refused';

describe('what stays', () => {
  it('is the hash bang, comments, and one kind of line end', () => {
    const code = codeOf("#!/usr/bin/env node\r\n'use strict';\r\n// why\r\nexports.a = 1;\r\n");
    expect(code).toBe(
      '#!/usr/bin/env node\r\n// why\r\nexport const a = 1;\r\n\r\nexport default { a };\r\n',
    );
  });

  it('is the order of what has effects: an import never moves before them', () => {
    const package_: Target = { kind: 'commonjs', specifier: 'p', importAs: 'default' };
    expect(convert("const p = require('p');\np();\n", package_).code).toContain("import p from 'p';");
    const late = convert("start();\nconst p = require('p');\n", package_);
    expect(late.code).toContain("const p = require('p');");
    expect(late.findings.map(({ code }) => code)).toEqual(['modernize_kept_order']);
  });

  it('is an environment that is read before what may set it', () => {
    const package_: Target = { kind: 'commonjs', specifier: 'p', importAs: 'default' };
    expect(convert("const x = process.env.X;\nconst p = require('p');\n", package_).code).toContain(
      "require('p')",
    );
  });
});

describe('names', () => {
  it.each([
    ['a global that is used', 'exports.fetch = typeof fetch;\n', 'as fetch'],
    ['a variable of the file', 'const a = 1;\nexports.a = a + 1;\n', 'as a'],
    ['a word of the language', 'exports.delete = () => 1;\n', 'as delete'],
  ])('do not collide with %s', (_, text, part) => {
    const code = codeOf(text);
    expect(code).toContain(part);
    expect(code).not.toMatch(/export const (?:fetch|a|delete)\b/);
  });

  it('of builtins are imported where they are there, and asked for where they are not', () => {
    expect(codeOf("const { join, nothing } = require('path');\nexports.x = [join, nothing];\n")).toContain(
      "import path from 'node:path';\nconst { join, nothing } = path;",
    );
  });

  it('that are set again are variables, not imports', () => {
    expect(codeOf("let fs = require('fs');\nfs = null;\nexports.x = fs;\n")).toContain('let fs = fs2;');
  });
});

describe('refusals', () => {
  it.each([
    ["require('x').y = require.cache;", 'modernize_require_member'],
    ['module.exports = module;', 'modernize_module'],
    ['__dirname = 1;', 'modernize_meta_set'],
    ['require = null;', 'modernize_require_set'],
    ['exports.x = new.target;', 'modernize_new_target'],
    ['if (a) function f() {}', 'modernize_block_function'],
    ['var require; exports.x = require("x");', 'modernize_own_wrapper'],
    ['undefined = 1;', 'modernize_undeclared'],
  ])('%s', (text, code) => {
    const result = convert(text);
    expect(result.code).toBeUndefined();
    expect(result.findings.map((finding) => finding.code)).toContain(code);
  });
});
