/** Which folders are sources: in the ledger, since nothing could make the list anew. */
import { randomBytes } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, normalize } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { SourceSpec, SourceWatch } from '#shared/nouns/knowledge.ts';
import type { Actor } from '#shared/nouns/role.ts';
import type { Clock } from '../clock.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import type { Store } from '../store/store.ts';

export interface FolderSource {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly watch: SourceWatch;
}

interface SourceRow {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly include: string | null;
  readonly exclude: string | null;
  readonly watch: string;
}

export interface SourceBookOptions {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** Absolute: nothing of Luka's own home is read as if it were the person's. */
  readonly home: string;
}

export class SourceBook {
  readonly #options: SourceBookOptions;

  constructor(options: SourceBookOptions) {
    this.#options = options;
  }

  list(): FolderSource[] {
    return this.#options.store
      .all<SourceRow>(
        'select id, name, folder, include, exclude, watch from knowledge_sources order by name, id',
      )
      .map(toSource);
  }

  get(id: string): FolderSource | undefined {
    const row = this.#options.store.get<SourceRow>(
      'select id, name, folder, include, exclude, watch from knowledge_sources where id = ?',
      id,
    );
    return row && toSource(row);
  }

  /** @throws LukaError source_invalid, source_exists, ledger_unavailable */
  async add(spec: SourceSpec, by: Actor): Promise<FolderSource> {
    const { store, audit, clock } = this.#options;
    const folder = await this.#folderOf(spec.folder);
    const before = store.get<{ name: string }>('select name from knowledge_sources where folder = ?', folder);
    if (before)
      throw new LukaError('source_exists', { message: `the folder is a source already: ${before.name}` });
    const name = spec.name?.trim() || basename(folder) || folder;
    const id = `${slugOf(name)}-${randomBytes(3).toString('hex')}`;
    await store.write((tx) => {
      tx.run(
        `insert into knowledge_sources (id, name, folder, include, exclude, watch, added_at, by_name)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
        id,
        name,
        folder,
        spec.include ? JSON.stringify(spec.include) : null,
        spec.exclude ? JSON.stringify(spec.exclude) : null,
        JSON.stringify(spec.watch),
        clock.now(),
        by.name,
      );
      audit.append(tx, {
        actor: by,
        action: 'source.added',
        subject: `source ${id}`,
        after: { ...spec, folder },
      });
    });
    return { id, name, folder, include: spec.include, exclude: spec.exclude, watch: spec.watch };
  }

  /** @throws LukaError source_unknown, ledger_unavailable */
  async remove(id: string, by: Actor): Promise<void> {
    const { store, audit } = this.#options;
    const before = this.get(id);
    if (!before) throw sourceUnknown(id);
    await store.write((tx) => {
      tx.run('delete from knowledge_sources where id = ?', id);
      audit.append(tx, { actor: by, action: 'source.removed', subject: `source ${id}`, before });
    });
  }

  async #folderOf(text: string): Promise<string> {
    const invalid = (message: string, cause?: unknown) => new LukaError('source_invalid', { message, cause });
    if (!isAbsolute(text) || text.includes('\0')) throw invalid(`${text} is no absolute path`);
    const folder = normalize(text).replace(/(?<=.)\/+$/, '');
    let real: string;
    try {
      if (!(await stat(folder)).isDirectory()) throw invalid(`${folder} is no folder`);
      real = await realpath(folder);
    } catch (error) {
      if (error instanceof LukaError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      throw invalid(
        code === 'ENOENT' ? `${folder} is not there` : `${folder} cannot be read (${code})`,
        error,
      );
    }
    const home = await realpath(this.#options.home);
    if (real === home || real.startsWith(`${home}/`))
      throw invalid(`${folder} is in Luka's own home, which is read by itself`);
    return folder;
  }
}

export function sourceUnknown(id: string): LukaError {
  return new LukaError('source_unknown', { message: `there is no source ${id}` });
}

function toSource({ id, name, folder, include, exclude, watch }: SourceRow): FolderSource {
  return {
    id,
    name,
    folder,
    include: include === null ? undefined : (JSON.parse(include) as string[]),
    exclude: exclude === null ? undefined : (JSON.parse(exclude) as string[]),
    watch: JSON.parse(watch) as SourceWatch,
  };
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return slug === '' || slug === 'luka' ? 'source' : slug;
}
