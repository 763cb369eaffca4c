/** Loads files and their modules side by side, a few at a time, and says how they compare. */
import { dirname } from 'node:path';
import { realpath, stat } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { SmokeOutcome } from '#shared/nouns/modernize.ts';
import { programPath } from '../../home/programs.ts';
import type { Sandbox } from '../../safety/sandbox/sandbox.ts';
import type { LotConversion } from '../lot/convert-lot.ts';
import { compareLoads } from './compare.ts';
import { loadApart, type LoadEnd, type LoadOptions } from './load-apart.ts';

export interface SmokeBenchOptions {
  /** What is modernized; absolute. */
  readonly path: string;
  readonly sandbox: Sandbox | undefined;
  readonly nodePath: string;
  readonly lukaHome: string;
  readonly timeoutMs: number;
}

/** Pairs at a time: each is two processes. */
const AT_ONCE = 2;
const SETTLE_MS = 150;

export class SmokeBench {
  readonly #options: SmokeBenchOptions;
  readonly #before = new Map<string, LoadEnd>();
  readonly confinedBy: 'bubblewrap' | 'seatbelt' | 'node';

  constructor(options: SmokeBenchOptions) {
    this.#options = options;
    this.confinedBy = options.sandbox?.tool ?? 'node';
  }

  /** @param texts modules by the path they will have */
  async compareAll(
    conversions: readonly LotConversion[],
    texts: ReadonlyMap<string, string>,
    onDone: (done: number, file: string) => void,
  ): Promise<Map<string, SmokeOutcome>> {
    const load = await this.#loadOptions();
    const urls = Object.fromEntries([...texts].map(([path, code]) => [pathToFileURL(path).href, code]));
    const outcomes = new Map<string, SmokeOutcome>();
    const open = [...conversions];
    const worker = async (): Promise<void> => {
      for (let one = open.shift(); one !== undefined; one = open.shift()) {
        outcomes.set(one.source.file, await this.#compare(one, urls, load));
        onDone(outcomes.size, one.source.file);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return outcomes;
  }

  async #compare(
    { source, exports: plan }: LotConversion,
    texts: Record<string, string>,
    load: LoadOptions,
  ): Promise<SmokeOutcome> {
    if (plan === undefined) throw new Error(`${source.file} was not converted`);
    const { file, output } = source;
    const read = [...plan.named];
    const original = (): Promise<LoadEnd> =>
      loadApart({ file, mode: 'commonjs', texts: {}, read, settleMs: SETTLE_MS }, load);
    const known = this.#before.get(file);
    const [before, after] = await Promise.all([
      known ?? original(),
      loadApart({ file: output, mode: 'module', texts, read, settleMs: SETTLE_MS }, load),
    ]);
    this.#before.set(file, before);
    const pair = { file, output, plan };
    const { differences, unproven } = compareLoads(before, after, pair);
    if (differences.length > 0) {
      // A file that gives something else each time it is loaded proves nothing against the module.
      const changing = changes(before, await original());
      if (changing !== undefined) return { state: 'unproven', notes: [changing, ...differences] };
      return { state: 'different', notes: [...differences] };
    }
    return unproven === undefined ? { state: 'same', notes: [] } : { state: 'unproven', notes: [unproven] };
  }

  /** The folder of its package is what it may read, besides what everybody may. */
  async #loadOptions(): Promise<LoadOptions> {
    const { path, sandbox, nodePath, lukaHome, timeoutMs } = this.#options;
    const real = await realpath(path);
    const folder = (await stat(real)).isDirectory() ? real : dirname(real);
    const about = findPackageJSON(pathToFileURL(`${folder}/`));
    const readable = about === undefined ? [folder] : [dirname(await realpath(about))];
    return { nodePath, program: programPath('modernize-smoke'), sandbox, readable, lukaHome, timeoutMs };
  }
}

/** What of two loads of the same file is not the same; undefined where nothing is. */
function changes(one: LoadEnd, two: LoadEnd): string | undefined {
  if (JSON.stringify(one.loaded) !== JSON.stringify(two.loaded))
    return 'the original itself exports something else each time';
  return one.stdout === two.stdout ? undefined : 'the original itself writes something else each time';
}
