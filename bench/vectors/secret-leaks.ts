/**
 * 1,000 secrets of all sorts, in every written form, in random pieces: none may come through. Each goes through the
 * masker by itself, and in groups through the real filter between a program and its log. Also says how fast that is.
 *
 *   node bench/vectors/secret-leaks.ts [--secrets 1000]
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { programPath } from '#runtime/home/programs.ts';
import { spawnProcess } from '#runtime/runs/processes/spawn.ts';
import { formsOf } from '#runtime/safety/secrets/forms/index.ts';
import { SecretPatterns } from '#runtime/safety/secrets/masker.ts';
import { spawnMasked } from '#runtime/safety/secrets/spawn-masked.ts';
import { report, temporaryHome } from '../measure.ts';

const { values: options } = parseArgs({ options: { secrets: { type: 'string', default: '1000' } } });
const SECRETS = Number(options.secrets);
const GROUP = 50;
const CHUNKINGS = 3;
/** Programs that break lines: base64(1), openssl, xxd -p. */
const WIDTHS = [76, 64, 60];

const ALPHABETS = [
  'abcdefghijklmnopqrstuvwxyz0123456789',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=',
  ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~aZ09',
  'ภาษาไทยกขคงñüéßø中文字日本語😀👩‍👩‍👧',
  'ab',
  '\t\n\u001b\u0007\\\'"ab',
];

const below = (count: number) => Math.floor(Math.random() * count);
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;

function makeSecret(index: number): string {
  if (index % 10 === 0) return randomBytes(20 + below(2_000)).toString('base64');
  const characters = Array.from(pick(ALPHABETS));
  const length = 8 + below(index % 7 === 0 ? 400 : 60);
  return Array.from({ length }, () => pick(characters)).join('');
}

/** Every form, and the encoded ones in lines, with other text between. */
function textOf(value: string, forms: readonly Buffer[]): Buffer {
  const broken = WIDTHS.flatMap((width) =>
    ['base64', 'hex'].map((encoding) =>
      Buffer.from(
        Buffer.from(value)
          .toString(encoding as 'base64' | 'hex')
          .replaceAll(new RegExp(`.{${width}}`, 'g'), '$&\n'),
      ),
    ),
  );
  return Buffer.concat(
    [...forms, ...broken].flatMap((form) => [Buffer.from(`\n<${below(1e6)}> `), form, Buffer.from(' .')]),
  );
}

/** Forms that show, also where lines were broken. */
function leaksIn(out: Buffer, forms: readonly Buffer[]): number {
  const joined = Buffer.from(out.toString('latin1').replaceAll(/[\r\n]/g, ''), 'latin1');
  return forms.filter((form) => form.length >= 4 && (out.includes(form) || joined.includes(form))).length;
}

function mask(patterns: SecretPatterns, text: Buffer): Buffer {
  const masker = patterns.createMasker();
  const out: Buffer[] = [];
  for (let at = 0; at < text.length;) {
    const length = 1 + below(pick([2, 20, 300, 5_000]));
    out.push(Buffer.from(masker.push(text.subarray(at, at + length))));
    at += length;
  }
  out.push(Buffer.from(masker.end()));
  return Buffer.concat(out);
}

async function throughFilter(folder: string, values: readonly string[], text: Buffer): Promise<Buffer> {
  await writeFile(join(folder, 'in'), text);
  const out = await open(join(folder, 'out'), 'w', 0o600);
  try {
    const { process: program, filtered } = await spawnMasked(
      { argv: ['cat', 'in'], cwd: folder, env: { PATH: process.env['PATH']! }, out: out.fd, err: out.fd },
      {
        spawn: spawnProcess,
        nodePath: process.execPath,
        filterProgram: programPath('mask-filter'),
        secrets: values,
      },
    );
    const [{ code }, end] = await Promise.all([program.exit, filtered]);
    if (code !== 0 || end.code !== 0) throw new Error(`cat ended with ${code}, the filter with ${end.code}`);
    return await readFile(join(folder, 'out'));
  } finally {
    await out.close();
  }
}

/** MB in a second of the processor: other work on the machine does not count. */
function speed(patterns: SecretPatterns): number {
  const line = 'a line of a log with some words, 2026-11-28T12:00:00Z and numbers 0123456789\n';
  const text = Buffer.alloc(65_536, line);
  const masker = patterns.createMasker();
  const started = process.cpuUsage();
  for (let count = 0; count < 1_000; count += 1) masker.push(text);
  return 65.536e6 / process.cpuUsage(started).user;
}

await using home = await temporaryHome();
await mkdir(home.path, { recursive: true });
const all = Array.from({ length: SECRETS }, (_, index) => makeSecret(index));
let forms = 0;
let leaks = 0;
let filterLeaks = 0;
for (let start = 0; start < all.length; start += GROUP) {
  const group = all.slice(start, start + GROUP);
  const texts: Buffer[] = [];
  for (const value of group) {
    const own = formsOf(Buffer.from(value));
    const text = textOf(value, own);
    texts.push(text);
    const patterns = new SecretPatterns([value]);
    for (let round = 0; round < CHUNKINGS; round += 1) {
      forms += own.length;
      leaks += leaksIn(mask(patterns, text), own);
    }
  }
  const out = await throughFilter(home.path, group, Buffer.concat(texts));
  for (const value of group) filterLeaks += leaksIn(out, formsOf(Buffer.from(value)));
}
const few = speed(new SecretPatterns(all.slice(0, 3)));
const started = performance.now();
const large = new SecretPatterns(Array.from({ length: 64 }, () => randomBytes(49_152).toString('base64')));
const built = performance.now() - started;
const many = speed(large);

report(`${SECRETS} secrets`, [
  { what: `leaks of ${forms} forms in random pieces`, measured: `${leaks}`, bound: '0', ok: leaks === 0 },
  { what: 'leaks through the filter', measured: `${filterLeaks}`, bound: '0', ok: filterLeaks === 0 },
  { what: 'speed with 3 secrets', measured: `${few.toFixed(0)} MB/s`, bound: '20 MB/s', ok: few >= 20 },
  { what: 'speed with 64 of 64 KiB', measured: `${many.toFixed(0)} MB/s`, bound: '10 MB/s', ok: many >= 10 },
  {
    what: 'made ready for 64 of 64 KiB',
    measured: `${built.toFixed(0)} ms`,
    bound: '2,000 ms',
    ok: built <= 2_000,
  },
]);
