/** Where consolidations are asked for: two at once become one, and what the last one found is kept until documents change. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { fromErrorBody, LukaError } from '#shared/errors/luka-error.ts';
import type { Consolidation, DuplicatePair, KnowledgeReport } from '#shared/nouns/consolidation.ts';
import { isoAt, type Clock } from '../../clock.ts';
import { hasCode } from '../../home/atomic-file.ts';
import type {
  ConsolidateJob,
  ConsolidateMessage,
  ConsolidateResult,
  FoundPair,
} from './consolidate-worker.ts';

export interface ConsolidationDeskOptions {
  /** The index, absolute. */
  readonly file: string;
  /** Where the reports are. */
  readonly folder: string;
  readonly program: string;
  readonly clock: Clock;
  /** Reports were written: the names of their files. */
  readonly onWritten: (reports: readonly string[]) => void;
}

interface FoundDuplicates {
  readonly pairs: readonly DuplicatePair[];
  readonly at: string;
}

const MEMORY_MB = 2_048;
/** Shown of all that were ever written. */
const MOST_REPORTS = 200;

export class ConsolidationDesk {
  readonly #options: ConsolidationDeskOptions;
  readonly #workers = new Set<Worker>();
  #going: Promise<Consolidation> | undefined;
  #duplicates: Promise<FoundDuplicates> | undefined;

  constructor(options: ConsolidationDeskOptions) {
    this.#options = options;
  }

  /** @throws LukaError knowledge_unavailable, disk_full */
  consolidate(): Promise<Consolidation> {
    this.#going ??= this.#consolidate().finally(() => (this.#going = undefined));
    return this.#going;
  }

  /** As they are now. @throws LukaError knowledge_unavailable */
  duplicates(): Promise<FoundDuplicates> {
    const at = isoAt(this.#options.clock.now());
    const asked = (this.#duplicates ??= this.#run({}).then(({ pairs }) => ({
      pairs: pairs.map(pairOf),
      at,
    })));
    asked.catch(() => {
      if (this.#duplicates === asked) this.#duplicates = undefined;
    });
    return asked;
  }

  /** To be called after the index has changed. */
  forget(): void {
    this.#duplicates = undefined;
  }

  /** The newest first. */
  async reports(): Promise<KnowledgeReport[]> {
    const { folder } = this.#options;
    const names = await readdir(folder).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    });
    const files = names.filter((name) => /^[a-z0-9][\w-]*\.md$/i.test(name));
    const found = await Promise.all(files.map((name) => this.#report(name).catch(() => undefined)));
    return found
      .filter((each) => each !== undefined)
      .toSorted((a, b) => (a.at === b.at ? a.name.localeCompare(b.name) : a.at < b.at ? 1 : -1))
      .slice(0, MOST_REPORTS);
  }

  /** @throws LukaError document_unknown */
  async report(name: string): Promise<KnowledgeReport & { text: string }> {
    try {
      const text = await readFile(join(this.#options.folder, name), 'utf8');
      return { ...(await this.#report(name)), text };
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
      throw new LukaError('document_unknown', {
        message: `there is no report ${name}`,
        remedy: 'see `luka knowledge consolidate`',
      });
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  async #consolidate(): Promise<Consolidation> {
    const { clock, folder, onWritten } = this.#options;
    const started = performance.now();
    const at = isoAt(clock.now());
    const { documents, pairs, counts, reports } = await this.#run({ folder });
    this.#duplicates = Promise.resolve({ pairs: pairs.map(pairOf), at });
    if (reports.length > 0) onWritten(reports);
    const superseded = pairs.filter(({ kind }) => kind === 'superseded').length;
    return {
      at,
      tookMs: Math.round(performance.now() - started),
      documents,
      duplicates: pairs.length - superseded,
      superseded,
      ...counts,
      reports: await Promise.all(reports.map((name) => this.#report(name))),
    };
  }

  async #report(name: string): Promise<KnowledgeReport> {
    const path = join(this.#options.folder, name);
    const { mtimeMs } = await stat(path);
    return { name, title: titleOf(name), path, at: isoAt(Math.floor(mtimeMs)) };
  }

  #run(wanted: Pick<ConsolidateJob, 'folder'>): Promise<ConsolidateResult> {
    const { file, program, clock } = this.#options;
    const worker = new Worker(program, {
      workerData: { file, now: clock.now(), ...wanted } satisfies ConsolidateJob,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    this.#workers.add(worker);
    return new Promise((resolve, reject) => {
      worker.once('message', (message: ConsolidateMessage) =>
        'error' in message ? reject(fromErrorBody(message.error)) : resolve(message.result),
      );
      worker.once('error', (error) => reject(unavailable(error.message, error)));
      worker.once('exit', (code) => {
        this.#workers.delete(worker);
        reject(unavailable(`its thread ended with code ${code}`));
      });
    });
  }
}

function pairOf({ kind, likeness, why, older, newer }: FoundPair): DuplicatePair {
  const side = ({ id, path, title, at }: FoundPair['older']) => ({
    document: id,
    path,
    title,
    at: isoAt(at),
  });
  return { kind, likeness, why, older: side(older), newer: side(newer) };
}

const TITLES: Readonly<Record<string, string>> = {
  'duplicates.md': 'Duplicates and superseded documents',
  'topics.md': 'Topics',
  'links.md': 'Links and orphans',
  'contradictions.md': 'Contradictions of dates and versions',
};

function titleOf(name: string): string {
  return TITLES[name] ?? name.replace(/\.md$/, '').replace(/^digest-/, 'Digest of ');
}

function unavailable(reason: string, cause?: unknown): LukaError {
  return new LukaError('knowledge_unavailable', {
    message: `the documents could not be looked over: ${reason.replaceAll(';', ',').replace(/\.$/, '')}`,
    ...(cause === undefined ? {} : { cause }),
  });
}
