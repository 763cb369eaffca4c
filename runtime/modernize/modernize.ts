/**
 * A file or a folder, from CommonJS to ES modules: converted, checked, loaded beside the original, and only then written.
 * Nothing that was not seen to be the same is left behind as if it were.
 */
import { access } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { ModernizedFile, ModernizeReport, SmokeOutcome } from '#shared/nouns/modernize.ts';
import { createFile, replaceFile } from '../home/atomic-file.ts';
import type { Sandbox } from '../safety/sandbox/sandbox.ts';
import { diffText } from './diff-text.ts';
import { convertLot, type LotConversion } from './lot/convert-lot.ts';
import { reach, readGraph, type Edge } from './lot/graph.ts';
import { readLot, type LotFile } from './lot/read-lot.ts';
import { SmokeBench } from './smoke/smoke-bench.ts';

export interface ModernizeOptions {
  /** A file or a folder; absolute. */
  readonly path: string;
  readonly dryRun?: boolean;
  /** Replaces `.mjs` files that are there. */
  readonly force?: boolean;
  /** Writes what turned out to differ, too. */
  readonly keep?: boolean;
  /** Loads each file and its module, which runs what they do while loading. Undefined: nothing is run. */
  readonly smoke?: SmokeSettings | undefined;
  readonly onProgress?: (step: ModernizeStep) => void;
}

export interface SmokeSettings {
  readonly sandbox: Sandbox | undefined;
  readonly nodePath: string;
  readonly lukaHome: string;
  /** Of each of the two. */
  readonly timeoutMs: number;
}

export interface ModernizeStep {
  readonly doing: 'converting' | 'loading' | 'writing';
  readonly done: number;
  readonly total: number;
  readonly file: string;
}

const SKIPPED: SmokeOutcome = { state: 'skipped', notes: [] };

/** @throws LukaError modernize_source, disk_full */
export async function modernize(options: ModernizeOptions): Promise<ModernizeReport> {
  const { path, smoke, dryRun = false, force = false, onProgress = () => undefined } = options;
  const lot = await readLot(path);
  onProgress({ doing: 'converting', done: 0, total: lot.length, file: path });
  const graph = await readGraph(lot.map(({ file }) => file));
  const taken = await takenOutputs(lot, force);
  const refusal = (source: LotFile): Finding | undefined => taken.get(source.file);
  const outcomes = new Map<string, SmokeOutcome>();
  const excluded = new Map<string, LotConversion>();
  const bench = smoke === undefined ? undefined : new SmokeBench({ ...smoke, path });
  let results: LotConversion[];
  for (;;) {
    results = convertLot({ lot, graph, excluded: new Set(excluded.keys()), refusal });
    const going = results.filter((one) => one.code !== undefined && !excluded.has(one.source.file));
    const open = going.filter(({ source }) => !outcomes.has(source.file));
    if (!bench || open.length === 0) break;
    const texts = new Map(going.map(({ source, code = '' }) => [source.output, code]));
    const found = await bench.compareAll(open, texts, (done, file) =>
      onProgress({ doing: 'loading', done, total: open.length, file }),
    );
    for (const [file, outcome] of found) outcomes.set(file, outcome);
    const different = open.filter(({ source }) => outcomes.get(source.file)?.state === 'different');
    for (const one of firstOf(different, graph)) excluded.set(one.source.file, one);
    if (different.length > 0) forget(outcomes, excluded, graph);
  }
  const files: ModernizedFile[] = [];
  for (const [index, one] of results.entries()) {
    onProgress({ doing: 'writing', done: index, total: results.length, file: one.source.file });
    const result = excluded.get(one.source.file) ?? one;
    files.push(await finish(result, outcomes.get(one.source.file) ?? SKIPPED, { ...options, dryRun, force }));
  }
  return { files, confinedBy: bench?.confinedBy ?? 'nothing', dryRun };
}

/** Of those that differ the ones that load no other such: the others may differ because of them. */
function firstOf(
  different: readonly LotConversion[],
  graph: ReadonlyMap<string, readonly Edge[]>,
): readonly LotConversion[] {
  const files = new Set(different.map(({ source }) => source.file));
  const first = different.filter(({ source }) => {
    const reached = reach(source.file, graph);
    reached.delete(source.file);
    return files.isDisjointFrom(reached);
  });
  return first.length > 0 ? first : different;
}

/** Who loads a file that stays CommonJS after all is another text now, and is looked at again. */
function forget(
  outcomes: Map<string, SmokeOutcome>,
  excluded: ReadonlyMap<string, unknown>,
  graph: ReadonlyMap<string, readonly Edge[]>,
): void {
  for (const file of outcomes.keys()) {
    if (excluded.has(file)) continue;
    const reached = reach(file, graph);
    if ([...excluded.keys()].some((one) => reached.has(one))) outcomes.delete(file);
  }
}

/** Outputs that are there already, or that two files of the lot would have. */
async function takenOutputs(lot: readonly LotFile[], force: boolean): Promise<Map<string, Finding>> {
  const taken = new Map<string, Finding>();
  const first = new Map<string, string>();
  for (const { file, output } of lot) {
    const other = first.get(output);
    const base = { severity: 'error', file, line: 1, column: 1 } as const;
    if (other !== undefined)
      taken.set(file, {
        ...base,
        code: 'modernize_output_shared',
        message: `${other} would become ${output}, too`,
        remedy: 'rename one of them',
      });
    else if (!force && (await isThere(output)))
      taken.set(file, {
        ...base,
        code: 'modernize_exists',
        message: `${output} is there already`,
        remedy: 'look at it, and say --force to replace it',
      });
    first.set(output, file);
  }
  return taken;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function finish(
  { source, code, exports, becameStrict, findings }: LotConversion,
  smoke: SmokeOutcome,
  { dryRun, force, keep }: ModernizeOptions,
): Promise<ModernizedFile> {
  const { file, output, text, mode } = source;
  const all = [...findings, ...smokeFindings(smoke, file)];
  const isGood = code !== undefined && smoke.state !== 'different';
  let written = false;
  if (code !== undefined && (isGood || keep === true) && dryRun !== true) {
    written = await write(output, code, { mode, force: force === true });
    if (!written)
      all.push({
        code: 'modernize_exists',
        severity: 'error',
        message: `${output} is there already`,
        remedy: 'look at it, and say --force to replace it',
        file,
        line: 1,
        column: 1,
      });
  }
  const isRefused = all.some(({ severity }) => severity === 'error');
  const needsLook = all.some(({ severity }) => severity === 'warning');
  return {
    file,
    output,
    verdict: isRefused ? 'refused' : needsLook ? 'notes' : 'converted',
    ...(code === undefined
      ? {}
      : { code, diff: diffText({ name: file, text }, { name: output, text: code }) }),
    ...(exports === undefined ? {} : { exports: { default: exports.default, named: [...exports.named] } }),
    becameStrict,
    findings: all,
    smoke,
    written,
  };
}

function smokeFindings({ state, notes }: SmokeOutcome, file: string): Finding[] {
  const place = { file, line: 1, column: 1 };
  if (state === 'different')
    return notes.map((message) => ({
      ...place,
      code: 'modernize_different',
      severity: 'error',
      message: `loaded, they are not the same: ${message}`,
      remedy: 'convert it by hand; --keep writes what was made, to start from',
    }));
  if (state !== 'unproven') return [];
  return [
    {
      ...place,
      code: 'modernize_unproven',
      severity: 'warning',
      message: `what it exports could not be held against the original: ${notes[0] ?? 'nothing is known'}`,
      remedy: 'run both where they have what they need',
    },
  ];
}

/** @returns whether it was written: not where something came in between */
async function write(
  output: string,
  code: string,
  { mode, force }: { mode: number; force: boolean },
): Promise<boolean> {
  try {
    if (!force) return await createFile(output, code, mode);
    await replaceFile(output, code, mode);
    return true;
  } catch (cause) {
    if (cause instanceof LukaError) throw cause;
    throw new LukaError('modernize_source', {
      message: `${output} cannot be written (${cause instanceof Error ? cause.message : String(cause)})`,
      remedy: 'see who may write into that folder',
      cause,
    });
  }
}
