/** What is known of each module, asked anew only when its file changed: asking starts a process. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { mapLimit } from './map-limit.ts';
import { modulePath } from './module-path.ts';
import type { ModuleDescription, ModuleProbe } from './ports.ts';
import { sha256 } from './task-file.ts';

export interface KnownModule {
  /** Relative to the modules folder. */
  readonly name: string;
  readonly file: string;
  readonly hash: string;
  readonly text: string;
  readonly description?: ModuleDescription;
  readonly error?: LukaError;
}

const PROBES_AT_ONCE = 2;
const MAX_MODULE_BYTES = 4_194_304;

/** Modules that are tasks of their own stand in the folder itself; `_name.mjs` is for other modules to import. */
function isTaskModule(name: string): boolean {
  return /^[^._/\\][^/\\]*\.mjs$/.test(name);
}

export class ModuleShelf {
  readonly #folder: string;
  readonly #probe: ModuleProbe;
  readonly #known = new Map<string, { stamp: string; module: KnownModule }>();

  constructor(folder: string, probe: ModuleProbe) {
    this.#folder = folder;
    this.#probe = probe;
  }

  /** Names of the modules that are tasks of their own, sorted. */
  async taskModules(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.filter(isTaskModule).sort();
  }

  /**
   * Forgets modules, so that they are asked again: those named, those broken, and those that may import what changed.
   * A file that is no task's own may be imported through others, so it makes all of them doubtful.
   */
  forget(changed: readonly string[] | undefined): void {
    const all =
      changed === undefined || changed.some((name) => !isTaskModule(name) && !this.#known.has(name));
    for (const [name, { module }] of this.#known) {
      const doubtful =
        all ||
        module.error ||
        changed.some((other) => other === name || module.text.includes(basename(other)));
      if (doubtful) this.#known.delete(name);
    }
  }

  /** Everything about the modules named; a missing one has a `module_missing` error. */
  async describe(names: readonly string[]): Promise<Map<string, KnownModule>> {
    const modules = await mapLimit([...new Set(names)], PROBES_AT_ONCE, (name) => this.#describe(name));
    const wanted = new Map(modules.map((module) => [module.name, module]));
    for (const name of this.#known.keys()) if (!wanted.has(name)) this.#known.delete(name);
    return wanted;
  }

  async #describe(name: string): Promise<KnownModule> {
    const file = modulePath(this.#folder, name);
    const failed = (error: LukaError): KnownModule => ({ name, file, hash: sha256(''), text: '', error });
    let stamp: string;
    let text: string;
    try {
      const found = await stat(file);
      if (!found.isFile() || found.size > MAX_MODULE_BYTES) {
        const message = found.isFile()
          ? `the module ${name} is larger than 4 MiB`
          : `the module ${name} is not a file`;
        return failed(new LukaError('module_broken', { message, remedy: 'give the name of a module' }));
      }
      stamp = `${found.ino}:${found.size}:${found.mtimeMs}:${found.ctimeMs}`;
      const known = this.#known.get(name);
      if (known?.stamp === stamp) return known.module;
      text = await readFile(file, 'utf8');
    } catch (cause) {
      const absent =
        cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
      const why = cause instanceof Error ? cause.message : 'unknown';
      return failed(
        absent
          ? new LukaError('module_missing', {
              message: `there is no module "${name}" in the modules folder`,
              cause,
            })
          : new LukaError('module_broken', {
              message: `the module ${name} cannot be read: ${why}`,
              remedy: 'check its owner and mode',
              cause,
            }),
      );
    }
    const module = { name, file, hash: sha256(text), text };
    let known: KnownModule;
    try {
      known = { ...module, description: await this.#probe.describe(file) };
    } catch (error) {
      if (!(error instanceof LukaError)) throw error;
      known = { ...module, error };
    }
    this.#known.set(name, { stamp, module: known });
    return known;
  }
}
