/**
 * Runs Electronegativity over the desktop host's sources and holds what it finds against the checked-in list of explained
 * findings: `node build/electronegativity.ts <folder in which it was installed>`.
 *
 * It is no dependency: 1.10.3 brings 357 packages, some of them not kept any more. Over the bundles of `dist/` it sees nothing,
 * since its parser of 2021 gives up on them without a word; over the sources it works.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface Explained {
  readonly issue: string;
  readonly file: string;
  readonly why: string;
}
export interface Found {
  readonly issue: string;
  readonly severity: string;
  readonly file: string;
  readonly place: string;
}

/** @param csv as Electronegativity writes it: the first fields hold no line break and no quote of their own */
export function readFindings(csv: string): Found[] {
  const rows = csv.matchAll(/^(\w+_CHECK),"(\w+)","\w+","([^"]*)","([\d:]+)"/gm);
  return [...rows].map(([, issue, severity, file, place]) => ({
    issue: issue!,
    severity: severity!,
    file: file!,
    place: place!,
  }));
}

/** @returns what nobody explained, and explanations of what is not found any more */
export function compare(
  found: readonly Found[],
  explained: readonly Explained[],
): { unexplained: Found[]; stale: Explained[] } {
  const serious = found.filter(({ severity }) => severity !== 'INFORMATIONAL');
  const same = (one: Found, other: Explained): boolean =>
    one.issue === other.issue && one.file === other.file;
  return {
    unexplained: serious.filter((one) => !explained.some((other) => same(one, other))),
    stale: explained.filter((other) => !serious.some((one) => same(one, other))),
  };
}

export async function readExplained(): Promise<Explained[]> {
  const text = await readFile(new URL('electronegativity.json', import.meta.url), 'utf8');
  return JSON.parse(text) as Explained[];
}

/** One of its checks asks for Electron's releases; where there is no network, its HTTP client throws beside everybody. */
const ONLINE_OR_NOT = `data:text/javascript,${encodeURIComponent(
  "process.on('uncaughtException', (error) => { if (!/onCancel|ENOTFOUND|EAI_AGAIN/.test(String(error))) throw error; })",
)}`;

async function main(installed: string): Promise<void> {
  const program = resolve(installed, 'node_modules/@doyensec/electronegativity/dist/index.js');
  const folder = await mkdtemp(join(tmpdir(), 'luka-electronegativity-'));
  try {
    const sources = join(folder, 'sources');
    await cp(fileURLToPath(new URL('../electron', import.meta.url)), sources, {
      recursive: true,
      filter: (file) => !file.endsWith('.test.ts'),
    });
    // From it the version of Electron is read.
    await cp(fileURLToPath(new URL('../package.json', import.meta.url)), join(sources, 'package.json'));
    const out = join(folder, 'out.csv');
    const words = ['--import', ONLINE_OR_NOT, program, '-i', sources, '-o', out, '-r'];
    await promisify(execFile)(process.execPath, words, { cwd: installed });
    const csv = await readFile(out, 'utf8');
    const found = readFindings(csv);
    const { unexplained, stale } = compare(found, await readExplained());
    for (const { issue, severity, file, place } of unexplained)
      console.error(`${issue} (${severity}) in ${file}:${place} is not explained`);
    for (const { issue, file } of stale)
      console.error(`${issue} in ${file} is explained, and not found any more`);
    console.log(`${found.length} findings, ${unexplained.length} of them not explained`);
    process.exitCode = unexplained.length + stale.length === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const installed = process.argv[2];
  if (installed === undefined) throw new TypeError('usage: node build/electronegativity.ts <folder>');
  await main(installed);
}
