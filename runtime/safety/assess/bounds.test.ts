import { describe, expect, it } from 'vitest';
import { assessWork } from './assess-work.ts';
import { codeStep, readerOf, shellStep, stepOf, workOf } from './testing.ts';

const LONGEST = 262_144;
const long = (text: string): string => text.repeat(Math.ceil(LONGEST / text.length)).slice(0, LONGEST);
const list = (count: number, item: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => item(at)).join(';');

/** Far above of what is measured on a quiet machine, so that only what explodes fails here. */
const SECONDS = 3;

async function assess(step: ReturnType<typeof shellStep>) {
  const started = process.cpuUsage();
  const { reasons } = await assessWork(workOf([step]), readerOf());
  expect(process.cpuUsage(started).user / 1_000_000).toBeLessThan(SECONDS);
  return reasons;
}

/** Too large, too deep, or both: asked about, whatever else is in it. */
const BEYOND: Readonly<Record<string, string>> = {
  'substitutions in substitutions': long('$('),
  'a substitution in each other': `echo ${'$('.repeat(70)}ls${')'.repeat(70)}`,
  'wide and deep substitutions': `echo ${'$('.repeat(55)}${'a;'.repeat(20_000)}ls${')'.repeat(55)}`,
  subshells: `${'( '.repeat(70)}ls${' )'.repeat(70)}`,
  'open parentheses': long('( '),
  pipes: `${'a|'.repeat(80_000)}a`,
  statements: 'a;'.repeat(80_000),
  conditions: 'a||'.repeat(30_000) + 'a',
  'open blocks': long('if '),
  'blocks in blocks': `${'if a; then '.repeat(65)}b;${'fi;'.repeat(65)}`,
  'here-documents': long('cat <<A;'),
  quotes: `"${long('""')}`.slice(0, 100_001),
  backticks: long('`').slice(0, 100_001),
  braces: `echo ${'{a,b}'.repeat(4_000)}`,
  'braces in braces': `echo ${'{a,'.repeat(300)}b${'}'.repeat(300)}`,
  'braces that never end': `echo {a,b}${'{'.repeat(20_000)}`,
  ranges: 'rm -rf {1..99999}',
  words: `rm ${'a '.repeat(60_000)}`,
  'doubled values': list(400, (at) => `v${at + 1}="\${v${at}}\${v${at}}x"`) + ';echo $v400',
  'doubled appends': `x=a;${'x+=$x;'.repeat(60)}`,
  'doubled lists': `set -- a b;${'set -- "$@" "$@";'.repeat(40)}`,
  variables: list(600, (at) => `v${at}=1`),
  'calls that double': `${list(40, (at) => `f${at}(){ f${at + 1}; f${at + 1}; }`)};f0`,
  'scripts that call themselves': 'echo "bash x; bash x" > x; bash x',
  'shells in shells': 'eval '.repeat(100) + 'ls',
  wrappers: 'sudo '.repeat(20_000) + 'ls',
  'more text than is read': long('a ') + 'a',
  NUL: 'rm -rf x\0',
};

describe('a script beyond all bounds', () => {
  it.each(Object.entries(BEYOND))('of %s is asked about', async (_, script) => {
    const reasons = await assess(shellStep(script));
    expect(reasons.some(({ rule, effect }) => rule === 'unparsed' && effect === 'ask')).toBe(true);
  });

  it('is denied for what was found in it before', async () => {
    const reasons = await assess(shellStep(`rm -rf /; ${'sudo '.repeat(500)}ls`));
    expect(reasons[0]).toMatchObject({ rule: 'catastrophe', effect: 'deny' });
  });

  it('does not spare the steps after it', async () => {
    const { reasons } = await assessWork(workOf([shellStep('$('), shellStep('rm -rf /')]), readerOf());
    expect(reasons[0]).toMatchObject({ rule: 'catastrophe', step: 1 });
  });
});

/** Large, but understood all the same. */
const WITHIN: Readonly<Record<string, string>> = {
  comments: '# comment\n'.repeat(20_000),
  'a long text': `echo '${'x'.repeat(200_000)}'`,
  'a here-document': `cat <<'A'\n${'$(rm -rf /)\n'.repeat(10_000)}A`,
  'many lines': 'date\n'.repeat(1_500),
  'values of values': `for a in ${Array.from({ length: 30 }, (_, at) => `x${at}`).join(' ')}; do echo $a $a; done`,
  patterns: `x='${'['.repeat(20_000)}'; echo $x`,
};

it.each(Object.entries(WITHIN))('%s are looked through', async (_, script) => {
  expect((await assess(shellStep(script))).filter(({ effect }) => effect)).toEqual([]);
});

describe('JavaScript beyond all bounds', () => {
  it.each([
    ['parentheses', long('(')],
    ['arrays', '['.repeat(30_000) + ']'.repeat(30_000)],
    ['sums', `x = ${'1+'.repeat(60_000)}1`],
    [
      'doubled values',
      `const a0 = 'x';${list(60, (at) => `const a${at + 1} = a${at} + a${at}`)};require('fs').rmSync(a60);`,
    ],
    ['calls', 'fetch("http://x");'.repeat(12_000)],
    ['texts in texts', '`${'.repeat(20_000)],
  ])('of %s is asked about', async (_, code) => {
    expect((await assess(codeStep(code))).some(({ rule }) => rule === 'unparsed')).toBe(true);
  });
});

describe('what is shown', () => {
  it('is not more than a person would read', async () => {
    const { reasons, touches } = await assessWork(
      workOf([shellStep(Array.from({ length: 300 }, (_, at) => `rm /data/file${at}`).join('\n'))]),
      readerOf(),
    );
    expect(reasons).toHaveLength(100);
    expect(touches.deletes).toHaveLength(100);
  });

  it('hides nothing from the eye', async () => {
    const { reasons } = await assessWork(workOf([shellStep('rm -rf "\u202E/data/\u001B[2Jx"')]), readerOf());
    for (const { text, evidence } of reasons)
      expect(Array.from(`${text}${evidence}`).filter((char) => char === '\u202E' || char < ' ')).toEqual([]);
  });

  it('adds up less with each of a kind', async () => {
    const score = async (count: number) => {
      const line = Array.from({ length: count }, (_, at) => `rm notes/${at}.md`).join('; ');
      return (await assessWork(workOf([shellStep(line)], 'person'), readerOf())).reasons.reduce(
        (sum, { points }) => sum + points,
        0,
      );
    };
    expect(await score(2)).toBeGreaterThan(await score(1));
    expect(await score(90)).toBeLessThan(2 * (await score(1)) + 1);
  });
});

it('says what the work may touch', async () => {
  const step = shellStep(
    'cat a > b; rm c; curl -o d https://Example.com/x; tar czf e.tgz f; mv g "$dir/h"; sudo ls',
  );
  const { touches } = await assessWork(
    workOf([
      step,
      stepOf({ kind: 'http', method: 'GET', url: { text: 'http://[::1]:80/', known: true }, sends: false }),
    ]),
    readerOf(),
  );
  const at = (name: string): string => `/Users/pat/projects/app/${name}`;
  expect(touches).toEqual({
    reads: [at('a'), at('f')],
    writes: ['$dir/h', at('b'), at('d'), at('e.tgz')].sort(),
    deletes: [at('c'), at('g')],
    network: ['[::1]', 'example.com'],
    programs: ['cat', 'curl', 'ls', 'mv', 'rm', 'sudo', 'tar'],
  });
});
