import { describe, expect, it } from 'vitest';
import { assessWork } from './assess-work.ts';
import { PROJECT, readerOf, shellStep, workOf } from './testing.ts';

const rm = 'rm -rf /\n';

async function assess(line: string, files: Record<string, string>) {
  return assessWork(workOf([shellStep(line)]), readerOf(files));
}

describe('scripts that are run', () => {
  it.each([
    ['bash x.sh', 'x.sh', rm],
    ['sh ./x.sh a b', 'x.sh', rm],
    ['./x', 'x', `#!/bin/sh\n${rm}`],
    ['./x', 'x', rm],
    ['source x.sh', 'x.sh', rm],
    ['. ./x.sh', 'x.sh', rm],
    ['sh < x.sh', 'x.sh', rm],
    ['cat x.sh | bash', 'x.sh', rm],
    ['cd sub && bash x.sh', 'sub/x.sh', rm],
    ['sudo ./x', 'x', `#!/usr/bin/env bash\n${rm}`],
    ['bash x.sh /', 'x.sh', 'rm -rf "$1"'],
    ['bash x.sh ~', 'x.sh', 'main() { rm -rf "$@"; }; main "$@"'],
    ['cp x.sh y.sh && sh y.sh', 'x.sh', rm],
    ['python3 x.py', 'x.py', 'import os\nos.system("rm -rf /")\n'],
    ['./x', 'x', '#!/usr/bin/env python3\nimport shutil\nshutil.rmtree("/")\n'],
    ['node x.js', 'x.js', 'require("child_process").execSync("rm -rf /")'],
    ['./x', 'x', '#!/usr/bin/env node\nrequire("fs").rmSync("/", { recursive: true })'],
    ['perl x.pl', 'x.pl', 'system("rm -rf /");'],
    ['osascript x.applescript', 'x.applescript', 'do shell script "rm -rf /"'],
    ['awk -f x.awk data', 'x.awk', 'BEGIN { system("rm -rf /") }'],
    ['npm run x', 'package.json', '{"scripts":{"x":"rm -rf /"}}'],
    ['npm test', 'package.json', '{"scripts":{"pretest":"rm -rf /","test":"vitest"}}'],
    ['npm run x -- /', 'package.json', '{"scripts":{"x":"rm -rf"}}'],
    ['make', 'Makefile', 'all:\n\trm -rf /\n'],
    ['make', 'Makefile', 'ROOT = /\nclean:\n\t-@$(RM) -r ${ROOT}\n'],
    ['make -C sub', 'sub/Makefile', 'X := $(shell rm -rf /)\n'],
  ])('%s (%s)', async (line, name, text) => {
    const { reasons, files } = await assess(line, { [`${PROJECT}/${name}`]: text });
    expect(reasons[0]).toMatchObject({ rule: 'catastrophe', effect: 'deny' });
    expect(files).toEqual([{ path: `${PROJECT}/${name}`, sha256: 'a'.repeat(64) }]);
  });

  it('are asked about nothing where they are harmless', async () => {
    const { reasons, files } = await assess('./a.sh && bash b.sh && make', {
      [`${PROJECT}/a.sh`]: '#!/bin/bash\nset -eu\n. ./lib.sh\nhello world\n',
      [`${PROJECT}/lib.sh`]: 'hello() { echo "hello $1"; }\n',
      [`${PROJECT}/b.sh`]: 'cd "$(dirname "$0")" && npm test\n',
      [`${PROJECT}/Makefile`]: 'CC ?= cc\nall: main.o\n\t$(CC) -o app $^\n\t@echo "built $@"\n',
    });
    expect(reasons.filter(({ effect }) => effect)).toEqual([]);
    expect(files).toHaveLength(4);
  });

  it('may call each other in rings', async () => {
    const { files } = await assess('bash a.sh', {
      [`${PROJECT}/a.sh`]: 'bash b.sh',
      [`${PROJECT}/b.sh`]: 'bash a.sh',
    });
    expect(files.map(({ path }) => path)).toEqual([`${PROJECT}/a.sh`, `${PROJECT}/b.sh`]);
  });

  it('are read up to twenty', async () => {
    const scripts = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`${PROJECT}/${at}.sh`, `bash ${at + 1}.sh`]),
    );
    const { files, reasons } = await assess('bash 0.sh', scripts);
    expect(files.filter(({ sha256 }) => sha256)).toHaveLength(20);
    expect(reasons[0]).toMatchObject({ rule: 'script_unread', effect: 'ask' });
  });

  it('that are machine code are no scripts', async () => {
    const { reasons } = await assess('./tool', { [`${PROJECT}/tool`]: '\u007FELF\0\0rm -rf /' });
    expect(reasons.map(({ rule }) => rule)).toContain('foreign_code');
    expect(reasons.some(({ effect }) => effect === 'deny')).toBe(false);
  });
});
