/** Deploys task modules: checked, kept beside the ones before, switched at once, and switched back when asked. */
import { basename, dirname, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { ModuleRelease, ModuleSwitch, RunningModule } from '#shared/nouns/release.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { isoAt, type Clock } from '../../clock.ts';
import type { AuditLog } from '../../governance/audit/audit-log.ts';
import type { HomeLayout } from '../../home/layout.ts';
import type { Store } from '../../store/store.ts';
import type { ModuleProbe } from '../../tasks/ports.ts';
import { checkEsModule } from './check-esm.ts';
import { ModuleShelves, type StoredRelease } from './module-shelves.ts';
import { hashOf, readModuleSource, type ModuleSource } from './read-source.ts';
import { shownText } from './read-text.ts';

export interface ModuleDeployerOptions {
  readonly layout: Pick<HomeLayout, 'releases' | 'modules'>;
  readonly probe: ModuleProbe;
  /** Runs the test that a module exports. @throws LukaError module_test_failed */
  readonly selfTest: (file: string) => Promise<void>;
  readonly clock: Clock;
  readonly store: Pick<Store, 'commit' | 'durable'>;
  readonly audit: Pick<AuditLog, 'append'>;
}

const TESTS = ['selfTest', 'self_test'];

export class ModuleDeployer {
  readonly #options: ModuleDeployerOptions;
  readonly #shelves: ModuleShelves;
  #changing: Promise<unknown> = Promise.resolve();

  constructor(options: ModuleDeployerOptions) {
    this.#options = options;
    this.#shelves = new ModuleShelves(options.layout);
  }

  /** Releases of one module, or of all, the newest of each first. */
  async list(module?: string): Promise<ModuleRelease[]> {
    const names = module === undefined ? await this.#shelves.names() : [module];
    return (await Promise.all(names.map((name) => this.#shelves.list(name)))).flat();
  }

  /** @throws LukaError release_unknown */
  async read(module: string, number: number): Promise<{ release: ModuleRelease; text?: string }> {
    const releases = await this.#shelves.list(module);
    const release = releases.find((one) => one.number === number);
    if (!release) throw unknownRelease(module, number, releases);
    return { release, ...withText(await this.#shelves.entryText(release)) };
  }

  /** What the name runs now: a release, or what a person put into the modules folder by hand. */
  async running(module: string): Promise<RunningModule | undefined> {
    const release = (await this.#shelves.list(module)).find(({ current }) => current);
    if (release) return { release, ...withText(await this.#shelves.entryText(release)) };
    const own = await this.#shelves.ownFile(module);
    return own && withText(shownText(own));
  }

  /**
   * @param path absolute
   * @param keep how many releases before it stay
   * @param hash what its files have to hash to, where somebody looked at them before
   * @throws LukaError deploy_source, module_changed, module_commonjs, module_broken, module_no_entry, module_test_failed, disk_full
   */
  deploy(
    {
      path,
      keep,
      dryRun = false,
      hash,
    }: { path: string; keep: number; dryRun?: boolean | undefined; hash?: string | undefined },
    by: Actor,
  ): Promise<ModuleSwitch> {
    return this.#afterOthers(async () => {
      const source = await readModuleSource(path);
      if (hash !== undefined && source.hash !== hash)
        throw new LukaError('module_changed', {
          message: `${path} has the hash ${source.hash}, not ${hash}`,
        });
      checkSource(path, source);
      const staged = await this.#shelves.stage(source.name, source.files);
      try {
        const test = await this.#try(join(staged, source.entry)).catch((error: unknown) => {
          throw ofSource(error, staged, path, source);
        });
        return await this.#put(source, staged, { from: path, keep, dryRun, test, by });
      } finally {
        await this.#shelves.dropStaged(staged);
      }
    });
  }

  /**
   * @param to a release's number; the one before the current where left out
   * @throws LukaError release_unknown; module_missing, module_broken, module_no_entry where it cannot be loaded any more
   */
  rollback(module: string, to: number | undefined, by: Actor): Promise<ModuleSwitch> {
    return this.#afterOthers(async () => {
      const releases = await this.#shelves.list(module);
      const before = releases.find(({ current }) => current);
      const wanted = releases.find(({ number }) =>
        to === undefined ? before !== undefined && number < before.number : number === to,
      );
      if (!wanted) throw unknownRelease(module, to, releases);
      if (wanted.current) return { outcome: 'unchanged', release: wanted, removed: [] };
      await this.#options.probe.describe(this.#shelves.entryFile(wanted));
      await this.#shelves.switchTo(wanted);
      await this.#record('module.rolled_back', wanted, before, by);
      return { outcome: 'switched', release: { ...wanted, current: true }, ...beforeOf(before), removed: [] };
    });
  }

  /** Imports it and runs its test, both in a child. */
  async #try(file: string): Promise<'passed' | 'absent'> {
    const { functions } = await this.#options.probe.describe(file);
    if (!TESTS.some((name) => functions.includes(name))) return 'absent';
    await this.#options.selfTest(file);
    return 'passed';
  }

  async #put(
    source: ModuleSource,
    staged: string,
    how: { from: string; keep: number; dryRun: boolean; test: 'passed' | 'absent'; by: Actor },
  ): Promise<ModuleSwitch> {
    const { name, entry, hash, bytes } = source;
    const releases = await this.#shelves.list(name);
    const current = releases.find((release) => release.current);
    if (current?.hash === hash) return { outcome: 'unchanged', release: current, removed: [] };
    const kept = current || how.dryRun ? undefined : await this.#keepOwn(name, releases, how.by);
    const release: StoredRelease = {
      module: name,
      number: Math.max(0, kept?.number ?? 0, ...releases.map(({ number }) => number)) + 1,
      hash,
      at: isoAt(this.#options.clock.now()),
      by: how.by.name,
      from: how.from,
      entry,
      files: source.files.length,
      bytes,
      test: how.test,
    };
    const before = current ?? kept;
    if (how.dryRun)
      return {
        outcome: 'planned',
        release: { ...release, current: false },
        ...beforeOf(before),
        removed: [],
      };
    await this.#shelves.keep(staged, release);
    await this.#shelves.switchTo(release);
    await this.#record('module.deployed', release, before, how.by);
    const removed = await this.#shelves.prune(name, how.keep);
    return { outcome: 'switched', release: { ...release, current: true }, ...beforeOf(before), removed };
  }

  /** What a person put into the modules folder by hand becomes a release, so that it can be gone back to. */
  async #keepOwn(
    name: string,
    releases: readonly ModuleRelease[],
    by: Actor,
  ): Promise<ModuleRelease | undefined> {
    const bytes = await this.#shelves.ownFile(name);
    if (!bytes) return undefined;
    const files = [{ path: `${name}.mjs`, bytes }];
    const release: StoredRelease = {
      module: name,
      number: Math.max(0, ...releases.map(({ number }) => number)) + 1,
      hash: hashOf(files),
      at: isoAt(this.#options.clock.now()),
      by: by.name,
      from: this.#shelves.linkOf(name),
      entry: `${name}.mjs`,
      files: 1,
      bytes: bytes.length,
      test: 'kept',
    };
    await this.#shelves.keep(await this.#shelves.stage(name, files), release);
    return { ...release, current: false };
  }

  async #record(
    action: 'module.deployed' | 'module.rolled_back',
    release: StoredRelease,
    before: StoredRelease | undefined,
    by: Actor,
  ): Promise<void> {
    const told = ({ number, hash, from }: StoredRelease) => ({ number, hash, from });
    this.#options.store.commit((tx) => {
      this.#options.audit.append(tx, {
        actor: by,
        action,
        subject: `module ${release.module}`,
        subjectHash: release.hash,
        ...(before === undefined ? {} : { before: told(before) }),
        after: told(release),
      });
      tx.emit({
        type: 'module.switched',
        data: { module: release.module, number: release.number, rolledBack: action !== 'module.deployed' },
      });
    });
    await this.#options.store.durable();
  }

  /** One after the other: two deployments of a module must not count to the same number. */
  #afterOthers<T>(change: () => Promise<T>): Promise<T> {
    const made = this.#changing.then(change);
    this.#changing = made.catch(() => undefined);
    return made;
  }
}

/** @throws LukaError module_commonjs, module_broken: with every fault and its place in the source */
function checkSource(path: string, source: ModuleSource): void {
  const isFolder = isFolderOf(path, source);
  const findings = source.files
    .filter((file) => /\.[mc]?js$/.test(file.path) && !file.path.split('/').includes('node_modules'))
    .flatMap((file): Finding[] => {
      const place = isFolder ? join(path, file.path) : path;
      return file.path.endsWith('.cjs')
        ? [wholeFile(place)]
        : checkEsModule(file.bytes.toString('utf8'), place);
    });
  const [first] = findings;
  if (!first) return;
  throw new LukaError(first.code === 'module_commonjs' ? 'module_commonjs' : 'module_broken', {
    message: `${first.file}:${first.line}:${first.column}: ${first.message}`,
    remedy: first.remedy,
    findings,
  });
}

/** The same fault, told of the file that its author knows. */
function ofSource(error: unknown, staged: string, path: string, source: ModuleSource): unknown {
  if (!(error instanceof LukaError)) return error;
  const folder = isFolderOf(path, source) ? path : dirname(path);
  const named = (text: string): string => text.replaceAll(staged, folder);
  return new LukaError(error.code, {
    message: named(error.message),
    remedy: named(error.remedy),
    findings: error.findings.map((finding) => ({
      ...finding,
      message: named(finding.message),
      ...(finding.file === undefined ? {} : { file: named(finding.file) }),
    })),
    cause: error,
  });
}

function isFolderOf(path: string, source: ModuleSource): boolean {
  return source.files.length > 1 || basename(path) !== source.entry;
}

function wholeFile(file: string): Finding {
  return {
    code: 'module_commonjs',
    severity: 'error',
    message: 'a .cjs file is CommonJS, which a task module is not',
    remedy: 'write it as an ES module, and call it .mjs',
    file,
    line: 1,
    column: 1,
  };
}

function withText(text: string | undefined): { text?: string } {
  return text === undefined ? {} : { text };
}

function beforeOf(before: StoredRelease | undefined): { before?: ModuleRelease } {
  return before === undefined ? {} : { before: { ...before, current: false } };
}

function unknownRelease(
  module: string,
  to: number | undefined,
  releases: readonly ModuleRelease[],
): LukaError {
  if (releases.length === 0)
    return new LukaError('release_unknown', { message: `the module "${module}" was never deployed` });
  return new LukaError('release_unknown', {
    message:
      to === undefined
        ? `there is no release of "${module}" before the current one`
        : `there is no release ${to} of "${module}"`,
    remedy: `there are ${releases.map(({ number }) => number).join(', ')}`,
  });
}
