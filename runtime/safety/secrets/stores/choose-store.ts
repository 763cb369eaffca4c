/** Which store a home's secrets are in. */
import { createHash } from 'node:crypto';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { HomeLayout } from '../../../home/layout.ts';
import { createFileStore } from './file-store.ts';
import type { ItemStore } from './item-store.ts';
import { createKeychainItems } from './keychain-items.ts';
import { NameIndex } from './name-index.ts';
import { createPartedStore } from './parted-store.ts';
import { createTool } from './run-tool.ts';
import { SECRET_STORES, storeUnavailable, type SecretStore, type SecretStoreKind } from './secret-store.ts';
import { createSecretToolItems } from './secret-tool-items.ts';

export interface SecretStoreOptions {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: HomeLayout;
  /** The system's programs; those of PATH where left out. */
  readonly programs?: { readonly security?: string; readonly secretTool?: string };
}

/**
 * LUKA_SECRET_STORE where it is set; else where secrets of this home already are; else what works here and now.
 * @throws LukaError secret_store_unavailable
 */
export async function chooseSecretStore(options: SecretStoreOptions): Promise<SecretStore> {
  const { platform, env, home } = options;
  const index = new NameIndex(home.secrets.names);
  const asked = env['LUKA_SECRET_STORE'];
  if (asked !== undefined && asked !== '') return openStore(readKind(asked), options, index);
  const known = await index.read();
  // A keychain that is locked just now is no reason to look elsewhere for what is in it.
  if (known && known.names.length > 0) return openStore(known.store, options, index);
  const usual = platform === 'darwin' ? 'keychain' : platform === 'linux' ? 'secret-tool' : undefined;
  const files = openStore('file', options, index);
  if (usual === undefined || (await files.list()).length > 0) return files;
  const items = openItems(usual, options);
  try {
    await items.probe();
    return createPartedStore(items, index);
  } catch (error) {
    if (error instanceof LukaError && error.code === 'secret_store_unavailable') return files;
    throw error;
  }
}

function readKind(text: string): SecretStoreKind {
  const kind = SECRET_STORES.find((known) => known === text);
  if (kind) return kind;
  throw storeUnavailable(
    `LUKA_SECRET_STORE is "${text.slice(0, 100)}"`,
    `set it to one of ${SECRET_STORES.join(', ')}, or leave it out`,
  );
}

function openStore(kind: SecretStoreKind, options: SecretStoreOptions, index: NameIndex): SecretStore {
  const { env, home } = options;
  if (kind !== 'file') return createPartedStore(openItems(kind, options), index);
  const { folder, key: keyFile } = home.secrets;
  return createFileStore({ folder, keyFile, key: env['LUKA_SECRET_KEY'] });
}

function openItems(kind: Exclude<SecretStoreKind, 'file'>, options: SecretStoreOptions): ItemStore {
  const { env, home, programs } = options;
  // Two homes of one person are two Lukas: neither may remove what the other needs.
  const service = `02luka.${createHash('sha256').update(home.root).digest('hex').slice(0, 12)}`;
  switch (kind) {
    case 'keychain':
      return createKeychainItems(createTool(programs?.security ?? '/usr/bin/security', env), service);
    case 'secret-tool':
      return createSecretToolItems(createTool(programs?.secretTool ?? 'secret-tool', env), service);
  }
}
