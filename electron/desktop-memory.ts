/**
 * What the desktop host itself remembers, beside Luka's settings: where the window was, that a person was asked about
 * launching at login, and which update failed. electron-store keeps it, with a schema and migrations; a file that cannot be read is set aside, and told.
 */
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '#shared/nouns/finding.ts';

interface Remembered {
  window?: { place?: unknown };
  login?: { asked: boolean };
  /** The version that could not be installed, and why, until that was told. */
  updates?: { failed: string; message?: string };
}
export interface DesktopMemory {
  get<K extends keyof Remembered>(key: K): Remembered[K];
  set<K extends keyof Remembered>(key: K, value: NonNullable<Remembered[K]>): void;
}
/** What electron-store and conf are made by; a store that refuses its file throws. */
export type CreateStore = (options: ReturnType<typeof storeOptions>) => DesktopMemory;

const NAME = 'desktop';
/** Until 0.1 the file knew the window only, and was called after it. */
const OLD_NAME = 'window';

const SCHEMA = {
  window: { type: 'object', properties: { place: { type: 'object' } } },
  login: { type: 'object', properties: { asked: { type: 'boolean' } }, required: ['asked'] },
  updates: {
    type: 'object',
    properties: { failed: { type: 'string' }, message: { type: 'string' } },
    required: ['failed'],
  },
} as const;

export interface OpenedMemory {
  readonly memory: DesktopMemory;
  readonly findings: readonly Finding[];
}

/** @param folder of the desktop host's own files */
export async function openDesktopMemory(
  folder: string,
  create: CreateStore,
  now: () => Date = () => new Date(),
): Promise<OpenedMemory> {
  const file = join(folder, `${NAME}.json`);
  if ((await readText(file)) === undefined) await renameIfThere(join(folder, `${OLD_NAME}.json`), file);
  const text = await readText(file);
  const findings: Finding[] = [];
  if (text !== undefined && !isObject(text)) findings.push(await setAside(folder, file, now()));
  try {
    return { memory: create(storeOptions(folder)), findings };
  } catch (error) {
    // JSON, but not of this shape: electron-store refuses to open it.
    if ((await readText(file)) === undefined) throw error;
    findings.push(await setAside(folder, file, now()));
    return { memory: create(storeOptions(folder)), findings };
  }
}

function storeOptions(folder: string) {
  return {
    cwd: folder,
    name: NAME,
    configFileMode: 0o600,
    clearInvalidConfig: false,
    accessPropertiesByDotNotation: false,
    schema: SCHEMA,
    migrations: {
      '0.1.0': (store: { store: object }) => {
        const { place, ...rest } = store.store as { place?: unknown };
        if (place !== undefined) store.store = { ...rest, window: { place } };
      },
    },
  };
}

async function setAside(folder: string, file: string, now: Date): Promise<Finding> {
  const aside = join(folder, `${NAME}.corrupt-${now.toISOString().replaceAll(':', '-')}.json`);
  await rename(file, aside);
  return {
    code: 'settings_invalid',
    severity: 'warning',
    message: `what the window remembers could not be read, so it starts anew; the file was kept as ${aside}`,
    remedy: 'nothing needs to be done; remove the copy when you do not want it',
    file: aside,
  };
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function renameIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
