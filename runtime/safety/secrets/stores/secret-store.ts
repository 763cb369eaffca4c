/** Where secrets are kept. One port; the keychain of macOS, the secret service of Linux, and encrypted files. */
import { LukaError } from '#shared/errors/luka-error.ts';

export const SECRET_STORES = ['keychain', 'secret-tool', 'file'] as const;
export type SecretStoreKind = (typeof SECRET_STORES)[number];

/** All throw LukaError secret_store_unavailable; `get`, `set` and `remove` also secret_invalid for a name that is none. */
export interface SecretStore {
  readonly kind: SecretStoreKind;
  /** @returns undefined where there is none of this name */
  get(name: string): Promise<string | undefined>;
  /** @throws LukaError secret_invalid, disk_full */
  set(name: string, value: string): Promise<void>;
  /** @returns whether there was one */
  remove(name: string): Promise<boolean>;
  /** By name. */
  list(): Promise<string[]>;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/;
/** Bytes of UTF-8. What is shorter cannot be masked: it is in everything. */
const LEAST = 4;
export const LARGEST_SECRET = 65_536;

export function isSecretName(name: string): boolean {
  return NAME.test(name);
}

/** @throws LukaError secret_invalid */
export function checkSecretName(name: string): void {
  if (isSecretName(name)) return;
  throw new LukaError('secret_invalid', {
    message: `${JSON.stringify(name.slice(0, 130))} cannot be the name of a secret`,
    remedy: 'start with a letter or "_", then letters, digits, ".", "-" and "_"; at most 128',
  });
}

/** @throws LukaError secret_invalid; what it says holds nothing of the value */
export function checkSecretValue(value: string): void {
  const bytes = Buffer.byteLength(value);
  const complaint =
    bytes < LEAST
      ? `it has ${bytes} bytes; with less than ${LEAST} it could not be masked`
      : bytes > LARGEST_SECRET
        ? `it has ${bytes} bytes, of at most ${LARGEST_SECRET}`
        : value.includes('\0')
          ? 'it holds NUL, which no environment variable can'
          : value.isWellFormed()
            ? undefined
            : 'it is not valid text';
  if (complaint !== undefined)
    throw new LukaError('secret_invalid', { message: `the secret cannot be stored: ${complaint}` });
}

export function storeUnavailable(message: string, remedy?: string, cause?: unknown): LukaError {
  return new LukaError('secret_store_unavailable', {
    message,
    ...(remedy === undefined ? {} : { remedy }),
    cause,
  });
}
