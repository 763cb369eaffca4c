/** A system's keeper of short texts, which Luka's secrets are put into by `parted-store.ts`. */
import type { SecretStoreKind } from './secret-store.ts';

export interface Item {
  readonly id: string;
  /** Printable ASCII, at most `largest` characters. */
  readonly text: string;
  /** For people who look into the keeper. */
  readonly label: string;
}

export interface ItemStore {
  readonly kind: SecretStoreKind;
  readonly largest: number;
  get(id: string): Promise<string | undefined>;
  /** @returns undefined where one of them is not there */
  getAll(ids: readonly string[]): Promise<string[] | undefined>;
  setAll(items: readonly Item[]): Promise<void>;
  /** @returns whether it was there */
  remove(id: string): Promise<boolean>;
  /** Those that are there. */
  removeAll(ids: readonly string[]): Promise<void>;
  /** @throws LukaError secret_store_unavailable where it would not work here and now */
  probe(): Promise<void>;
}
