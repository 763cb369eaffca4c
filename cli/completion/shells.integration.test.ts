/** The scripts in the real shells, with a real Luka to ask. zsh and fish are left out where they are not installed. */
import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, LukaBench } from '../spawn-luka.ts';

const ENTRY = join(import.meta.dirname, '../luka.ts');
let bench: LukaBench;
let bin: string;

function has(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`${shell} is not here: its completion is not tried\n`);
    return false;
  }
}

beforeAll(async () => {
  bench = await LukaBench.create();
  bin = bench.file('bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'luka'), `#!/bin/sh\nexec '${process.execPath}' '${ENTRY}' "$@"\n`);
  await chmod(join(bin, 'luka'), 0o755);
  for (const shell of ['bash', 'zsh', 'fish'])
    await writeFile(bench.file(`luka.${shell}`), (await bench.run('completion', shell)).out);
  const tasks = join(bench.home, 'tasks');
  await mkdir(tasks, { recursive: true, mode: 0o700 });
  await chmod(bench.home, 0o700);
  await writeFile(join(bench.home, '.luka-home'), '{"version":1}');
  for (const name of ['backup', 'back-to-work'])
    await writeFile(join(tasks, `${name}.yaml`), 'steps:\n  - run: echo done\n');
  await bench.up();
}, 120_000);
afterAll(() => bench.end());

async function shell(program: string, words: readonly string[], input = ''): Promise<string> {
  const child = spawn(program, words, {
    cwd: bench.file('.'),
    env: {
      PATH: `${bin}:${process.env['PATH']}`,
      HOME: bench.file('.'),
      LUKA_HOME: bench.home,
      NODE_COMPILE_CACHE: bench.file('cache'),
      TERM: 'xterm',
      LANG: 'C.UTF-8',
    },
  });
  // One that is over before it has read anything has closed its end.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const { out, err } = await collect(child);
  if (err !== '') throw new Error(`${program}: ${err}`);
  return out;
}

/** What bash would offer behind these words, the last of them not finished. */
function inBash(...words: string[]): Promise<string[]> {
  const script = `. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _luka; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return shell('bash', ['--norc', '-c', script, 'bash', bench.file('luka.bash'), 'luka', ...words]).then(
    lines,
  );
}

function inFish(...words: string[]): Promise<string[]> {
  const script = `source $argv[1]; complete -C "luka $argv[2]" | cut -f1`;
  return shell('fish', ['--no-config', '-c', script, bench.file('luka.fish'), words.join(' ')]).then(lines);
}

/** A zsh with a terminal of its own: Tab is pressed, and what it would insert is what compadd was given. */
function inZsh(...words: string[]): Promise<string[]> {
  const script = `
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PS1=; autoload -Uz compinit; compinit -u -d $1.dump; source $1"
zpty -w z 'compadd () { builtin compadd -A offered -D offered "$@" 2>/dev/null; builtin compadd -O hits "$@"; print -rl -- "@@"\${^hits}; builtin compadd "$@" }'
zpty -w z 'LISTMAX=0; bindkey "^I" complete-word; zstyle ":completion:*" list-prompt ""; print READ"Y"'
zpty -r z line '*READY*'
zpty -w -n z "$2"$'\\t'
zpty -w -n z $'\\C-e\\C-u'"print EN\\"\\"D"$'\\n'
zpty -r z line '*END*'
print -r -- $line
zpty -d z
`;
  return shell('zsh', ['-f', '-c', script, 'zsh', bench.file('luka.zsh'), ['luka', ...words].join(' ')]).then(
    // Several calls may offer the same: those that describe, and those that do not.
    (out) => [...new Set([...out.matchAll(/@@([\w.:-]+)/g)].map(([, word]) => word as string))],
  );
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

const SHELLS = [['bash', inBash] as const, ['zsh', inZsh] as const, ['fish', inFish] as const].filter(
  ([name]) => name === 'bash' || has(name),
);

describe.each(SHELLS)('in %s', (_, complete) => {
  it.each([
    [['ta'], ['task']],
    [['appro'], ['approvals', 'approve']],
    [
      ['task', 'li'],
      ['lint', 'list'],
    ],
    [['task', 'list', '--js'], ['--json']],
    [
      ['logs', '--stream', ''],
      ['out', 'err', 'note'],
    ],
    [['completion', 'z'], ['zsh']],
    // The value of an option is no argument, and no command.
    [['--home', 'task', 'list', ''], []],
    [['--home', '/tmp', 'task', 'lin'], ['lint']],
    [['nonsense', ''], []],
  ])('%j leads to %j', async (words, expected) => {
    expect((await complete(...words)).sort()).toEqual([...expected].sort());
  });

  it('ids come from the running Luka', async () => {
    // On a machine with much to do an answer may come too late, and then there is none.
    await expect
      .poll(() => complete('run', 'back').then((ids) => ids.sort()), { timeout: 25_000 })
      .toEqual(['back-to-work', 'backup']);
  });

  it('files are offered where a file is wanted', async () => {
    await writeFile(bench.file('order-of-the-day.json'), '{}');
    expect(await complete('drop', 'order-of')).toEqual(['order-of-the-day.json']);
  });
});

describe('what is asked while somebody waits', () => {
  it('is nothing, and no error, where no Luka runs', async () => {
    const { code, out, err } = await bench.run('__complete', 'task', '--home', bench.file('nowhere'));
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: '' });
  });

  it('is nothing where Luka does not answer in time', async () => {
    const other = await LukaBench.create();
    try {
      const { process } = await other.up();
      process.kill('SIGSTOP');
      const began = performance.now();
      const { code, out, err } = await other.run('__complete', 'task');
      const stopped = performance.now() - began;
      const alone = performance.now();
      await other.run('__complete', 'task', '--home', other.file('nowhere'));
      expect({ code, out, err }).toEqual({ code: 0, out: '', err: '' });
      // The start of a Node as it takes here, and the 150 ms.
      expect(stopped).toBeLessThan((performance.now() - alone) * 2 + 700);
    } finally {
      await other.end();
    }
  });
});
