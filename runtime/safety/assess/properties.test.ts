import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessWork } from './assess-work.ts';
import { DANGEROUS } from './fixtures/dangerous.ts';
import { HONEST } from './fixtures/honest.ts';
import { scoreOf } from './score.ts';
import { codeStep, readerOf, shellStep, workOf } from './testing.ts';

const assess = (line: string) => assessWork(workOf([shellStep(line)]), readerOf());
const denies = async (line: string) => (await assess(line)).reasons.some(({ effect }) => effect === 'deny');

const quote = (line: string): string => `'${line.replaceAll("'", String.raw`'\''`)}'`;

/** Everything that runs a line as it is. */
const WRAPPERS: readonly ((line: string) => string)[] = [
  (line) => `(${line}\n)`,
  (line) => `{ ${line}\n}`,
  (line) => `echo "$(${line}\n)"`,
  (line) => `if true; then\n${line}\nfi`,
  (line) => `for x in a b; do\n${line}\ndone`,
  (line) => `while read x; do\n${line}\ndone`,
  (line) => `wrapped() {\n${line}\n}; wrapped`,
  (line) => `true && {\n${line}\n}`,
  (line) => `{\n${line}\n} | cat`,
  (line) => `case a in *)\n${line}\n;; esac`,
  (line) => `bash -c ${quote(line)}`,
  (line) => `sudo sh -c ${quote(line)}`,
  (line) => `env A=b nice -n 3 timeout 9 bash -c ${quote(line)}`,
  (line) => `eval ${quote(line)}`,
  (line) => `trap ${quote(line)} EXIT`,
  (line) => `echo ${Buffer.from(line).toString('base64')} | base64 -d | sh`,
  (line) => `bash <(printf %s ${quote(line)})`,
  (line) => `printf %s ${quote(line)} | bash`,
  (line) => `x=${quote(line)}; eval "$x"`,
  (line) => `nohup setsid bash -c ${quote(line)} &`,
  (line) => `xargs sh -c ${quote(line)} < list`,
  (line) => `find . -name x -exec sh -c ${quote(line)} \\;`,
  (line) => `ssh host ${quote(line)}`,
  (line) => `watch ${quote(line)}`,
  (line) => `su -c ${quote(line)}`,
];

/** Lines that stay what they are inside of others: whole, of one line, with no folder or input of their own. */
const MOVABLE = DANGEROUS.filter(
  ({ line, effect }) => effect === 'deny' && !/[\n`\\]|alias|trap|unclosed|exit|return/.test(line),
).map(({ line }) => line);

describe('the assessment', () => {
  it('keeps a denied line denied in whatever runs it', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...MOVABLE), fc.constantFrom(...WRAPPERS), async (line, wrap) => {
        // find(1) puts names of files in the place of the line's own {}: it is another line then.
        fc.pre(!(line.includes('{}') && wrap(line).startsWith('find')));
        expect(await denies(wrap(line))).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  it('keeps it denied two deep', { timeout: 120_000 }, async () => {
    const plain = fc.constantFrom('rm -rf /', 'sudo rm -rf ~', 'mkfs.ext4 /dev/sda', 'find / -delete');
    await fc.assert(
      fc.asyncProperty(
        plain,
        fc.constantFrom(...WRAPPERS),
        fc.constantFrom(...WRAPPERS),
        async (line, a, b) => {
          expect(await denies(a(b(line)))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  const fragments = [...DANGEROUS.map(({ line }) => line), ...HONEST].filter((line) => line.length < 200);
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(...fragments),
      fc.constantFrom(
        ...'$( ) ` " \' ; | & < > { } ( ) \\ \n ${ }} [[ ]] << EOF $(( )) * ? ~ # ! = :'.split(' '),
      ),
      fc.string({ maxLength: 12, unit: 'binary' }),
    ),
    { maxLength: 12 },
  );

  it('never throws, and says the same twice', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.boolean(), async (parts, isCode) => {
        const text = parts.join(isCode ? '' : ' ');
        const work = workOf([isCode ? codeStep(text) : shellStep(text)]);
        const first = await assessWork(work, readerOf());
        expect(await assessWork(work, readerOf())).toEqual(first);
        const score = scoreOf(first.reasons);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(first.reasons.every(({ points }) => points >= 0 && points <= 100)).toBe(true);
        for (const list of Object.values(first.touches)) {
          expect(list.length).toBeLessThanOrEqual(100);
          expect(list).toEqual([...new Set(list)].sort());
        }
      }),
      { numRuns: 800 },
    );
  });

  it('is led astray by no honest step in front', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...DANGEROUS),
        fc.constantFrom(...HONEST),
        async ({ line, effect }, honest) => {
          const { reasons } = await assessWork(workOf([shellStep(honest), shellStep(line)]), readerOf());
          expect(reasons.some((reason) => reason.effect === 'deny')).toBe(effect === 'deny');
        },
      ),
      { numRuns: 200 },
    );
  });
});
