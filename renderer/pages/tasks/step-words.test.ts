import { expect, it } from 'vitest';
import type { Step } from '#shared/nouns/step.ts';
import { commandLine, stepWords } from './step-words.ts';

it.each<[Step, string, string]>([
  [{ run: 'df -h\n' }, 'shell', 'df -h'],
  [{ argv: ['ls', '-l', 'my files'] }, 'program', "ls -l 'my files'"],
  [{ module: 'report.mjs' }, 'module', 'report.mjs'],
  [{ module: 'report.mjs', function: 'run_auto' }, 'module', 'report.mjs → run_auto()'],
  [{ node: { code: 'console.log(1)\n' } }, 'node', 'console.log(1)'],
  [{ node: { file: 'a.mjs' } }, 'node', 'a.mjs'],
  [{ git: { action: 'pull', args: ['--rebase'] } }, 'git', 'git pull --rebase'],
  [{ http: { url: 'http://x/' } }, 'http', 'GET http://x/'],
])('%j', (step, kind, text) => {
  expect(stepWords(step)).toEqual({ kind, text });
});

it('quotes what a shell would take apart', () => {
  expect(commandLine(['/bin/bash', '-c', "echo 'it''s' $HOME", ''])).toBe(
    `/bin/bash -c 'echo '\\''it'\\'''\\''s'\\'' $HOME' ''`,
  );
});
