/**
 * Modules that a program laid ready for a human to deploy: `<home>/staged/<name>.mjs`. Nothing looks for tasks there, and
 * nothing of them is run before a human deploys them. The newest text of a name takes the place of the one before.
 */
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import { ModuleName, type StagedModule } from '#shared/nouns/release.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { isoAt } from '../../clock.ts';
import type { AuditLog } from '../../governance/audit/audit-log.ts';
import { hasCode, replaceFile } from '../../home/atomic-file.ts';
import type { HomeLayout } from '../../home/layout.ts';
import type { Store } from '../../store/store.ts';
import { checkEsModule } from './check-esm.ts';
import { hashOf, readModuleSource } from './read-source.ts';
import { shownText } from './read-text.ts';

export interface StagedModulesOptions {
  readonly layout: Pick<HomeLayout, 'staged'>;
  readonly store: Pick<Store, 'commit' | 'durable'>;
  readonly audit: Pick<AuditLog, 'append' | 'list'>;
}

/** Rows of the audit that are asked who laid something ready. */
const ROWS = 500;

export class StagedModules {
  readonly #options: StagedModulesOptions;
  #known: readonly StagedModule[] = [];
  /** By module, what is wrong with the text of a hash: a page reads it again and again, and parsing a long one takes time. */
  readonly #checked = new Map<string, { hash: string; findings: Finding[] }>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: StagedModulesOptions) {
    this.#options = options;
  }

  /** By name, as they were seen last: at the start, and after every change made here. */
  get known(): readonly StagedModule[] {
    return this.#known;
  }

  /** @throws LukaError module_commonjs, module_broken: with every fault; disk_full */
  async stage({ module, text }: { module: string; text: string }, by: Actor): Promise<StagedModule> {
    const { layout, store, audit } = this.#options;
    const file = `${module}.mjs`;
    refuseFaulty(checkEsModule(text, file));
    const path = join(layout.staged, file);
    const bytes = Buffer.from(text);
    const hash = hashOf([{ path: file, bytes }]);
    return this.#afterOthers(async () => {
      await mkdir(layout.staged, { recursive: true, mode: 0o700 });
      await replaceFile(path, text);
      const { mtimeMs } = await lstat(path);
      const staged = { module, hash, path, bytes: bytes.length, at: isoAt(mtimeMs), by: by.name };
      this.#know(module, staged);
      this.#checked.set(module, { hash, findings: [] });
      store.commit((tx) => {
        audit.append(tx, {
          actor: by,
          action: 'module.staged',
          subject: `module ${module}`,
          subjectHash: hash,
          after: { hash, path },
        });
        tx.emit({ type: 'module.staged', data: { module, hash, by: by.name } });
      });
      await store.durable();
      return staged;
    });
  }

  /** By name. */
  list(): Promise<StagedModule[]> {
    return this.#afterOthers(async () => {
      const entries = await readdir(this.#options.layout.staged).catch((error: unknown) => {
        if (hasCode(error, 'ENOENT')) return [];
        throw error;
      });
      const names = entries
        .filter((name) => name.endsWith('.mjs'))
        .map((name) => basename(name, '.mjs'))
        .filter((name) => ModuleName.safeParse(name).success);
      const found = await Promise.all(names.toSorted().map((name) => this.#read(name)));
      const staged = this.#withAuthors(found.flatMap((one) => (one === undefined ? [] : [one.staged])));
      this.#known = staged;
      return staged;
    });
  }

  /**
   * @returns the text that the hash is of, undefined where it is longer than is shown; and what is wrong with it
   * @throws LukaError staged_unknown
   */
  async read(
    module: string,
  ): Promise<{ staged: StagedModule; text: string | undefined; findings: Finding[] }> {
    const found = await this.#read(module);
    if (found === undefined) throw unknown(module);
    const [staged = found.staged] = this.#withAuthors([found.staged]);
    const text = shownText(found.bytes);
    return { staged, text, findings: text === undefined ? [] : this.#check(staged, text) };
  }

  #check({ module, hash }: StagedModule, text: string): Finding[] {
    const known = this.#checked.get(module);
    if (known?.hash === hash) return known.findings;
    const findings = checkEsModule(text, `${module}.mjs`);
    this.#checked.set(module, { hash, findings });
    return findings;
  }

  /** @throws LukaError staged_unknown */
  async drop(module: string, by: Actor): Promise<void> {
    await this.#afterOthers(async () => {
      const path = this.#pathOf(module);
      const { hash } = (await this.#read(module))?.staged ?? {};
      try {
        await rm(path);
      } catch (error) {
        if (!hasCode(error, 'ENOENT')) throw error;
        this.#know(module, undefined);
        throw unknown(module, error);
      }
      await this.#gone(module, 'dropped', by, (tx) =>
        this.#options.audit.append(tx, {
          actor: by,
          action: 'module.dropped',
          subject: `module ${module}`,
          ...(hash === undefined ? {} : { subjectHash: hash }),
          before: { path, ...(hash === undefined ? {} : { hash }) },
        }),
      );
    });
  }

  /** A module that was deployed is ready no more. Whoever laid another one ready meanwhile keeps it. */
  async deployed(path: string, hash: string, by: Actor): Promise<void> {
    const module = basename(path, '.mjs');
    if (path !== this.#pathOf(module)) return;
    await this.#afterOthers(async () => {
      if ((await this.#read(module))?.staged.hash !== hash) return;
      await rm(path, { force: true });
      await this.#gone(module, 'deployed', by);
    });
  }

  async #gone(
    module: string,
    reason: 'dropped' | 'deployed',
    by: Actor,
    alsoIn: (tx: Parameters<Parameters<Store['commit']>[0]>[0]) => void = () => undefined,
  ): Promise<void> {
    this.#know(module, undefined);
    this.#checked.delete(module);
    this.#options.store.commit((tx) => {
      alsoIn(tx);
      tx.emit({ type: 'module.unstaged', data: { module, reason, by: by.name } });
    });
    await this.#options.store.durable();
  }

  #know(module: string, staged: StagedModule | undefined): void {
    const others = this.#known.filter((one) => one.module !== module);
    this.#known = [...others, ...(staged === undefined ? [] : [staged])].toSorted((a, b) =>
      a.module < b.module ? -1 : 1,
    );
  }

  /** Who laid each ready, where the audit knows exactly this text: a file that was changed since is nobody's. */
  #withAuthors(staged: readonly StagedModule[]): StagedModule[] {
    if (staged.length === 0) return [];
    const { rows } = this.#options.audit.list({ action: 'module.staged', limit: ROWS });
    return staged.map((one) => {
      const row = rows.find(
        ({ subject, subjectHash }) => subject === `module ${one.module}` && subjectHash === one.hash,
      );
      return row === undefined ? one : { ...one, by: row.actor.name };
    });
  }

  /** @returns undefined for one that was taken back meanwhile, or is no file of its own */
  async #read(module: string): Promise<{ staged: StagedModule; bytes: Buffer } | undefined> {
    const path = this.#pathOf(module);
    try {
      const found = await lstat(path);
      if (!found.isFile()) return undefined;
      const { hash, bytes, files } = await readModuleSource(path);
      const [file] = files;
      return file && { staged: { module, hash, path, bytes, at: isoAt(found.mtimeMs) }, bytes: file.bytes };
    } catch (error) {
      if (error instanceof LukaError || hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  #pathOf(module: string): string {
    return join(this.#options.layout.staged, `${module}.mjs`);
  }

  /** One after the other, so that what is known is what is there. */
  #afterOthers<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function unknown(module: string, cause?: unknown): LukaError {
  return new LukaError('staged_unknown', { message: `no module "${module}" was laid ready`, cause });
}

function refuseFaulty(findings: Finding[]): void {
  const [first] = findings;
  if (!first) return;
  throw new LukaError(first.code === 'module_commonjs' ? 'module_commonjs' : 'module_broken', {
    message: `${first.file}:${first.line}:${first.column}: ${first.message}`,
    remedy: first.remedy,
    findings,
  });
}
