/** Which secrets a keeper of the system holds for this home: names only, for it cannot be asked. Also which keeper. */
import { z } from 'zod';
import { replaceFile } from '../../../home/atomic-file.ts';
import { readPrivateFile } from './private-file.ts';
import { isSecretName, SECRET_STORES, storeUnavailable, type SecretStoreKind } from './secret-store.ts';

const Names = z.strictObject({
  store: z.enum(SECRET_STORES),
  names: z.array(z.string().refine(isSecretName)).max(10_000),
});
const FILE_LIMIT = 2_097_152;

export class NameIndex {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws LukaError secret_store_unavailable where the file cannot be believed */
  async read(): Promise<{ store: SecretStoreKind; names: readonly string[] } | undefined> {
    const bytes = await readPrivateFile(this.#file, FILE_LIMIT);
    if (!bytes) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8'));
    } catch {
      value = undefined;
    }
    const read = Names.safeParse(value);
    if (read.success) return read.data;
    throw storeUnavailable(
      `the list of secrets ${this.#file} is damaged`,
      'restore it from a backup, or remove it',
    );
  }

  async names(store: SecretStoreKind): Promise<readonly string[]> {
    const known = await this.read();
    return known?.store === store ? known.names : [];
  }

  async add(store: SecretStoreKind, name: string): Promise<void> {
    const names = await this.names(store);
    if (!names.includes(name)) await this.#write(store, [...names, name].sort());
  }

  async remove(store: SecretStoreKind, name: string): Promise<void> {
    const names = await this.names(store);
    if (names.includes(name))
      await this.#write(
        store,
        names.filter((other) => other !== name),
      );
  }

  async #write(store: SecretStoreKind, names: string[]): Promise<void> {
    await replaceFile(this.#file, `${JSON.stringify({ store, names })}\n`);
  }
}
