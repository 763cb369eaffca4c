/**
 * Secrets as encrypted files in the home, one each: AES-256-GCM with a nonce of its own, the name bound to the value. The
 * key is a file beside them, or LUKA_SECRET_KEY: the files alone, in a backup say, tell nothing.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createFile, hasCode, replaceFile } from '../../../home/atomic-file.ts';
import { mapLimit } from '../../../tasks/map-limit.ts';
import { readPrivateFile } from './private-file.ts';
import {
  checkSecretName,
  checkSecretValue,
  isSecretName,
  LARGEST_SECRET,
  storeUnavailable,
  type SecretStore,
} from './secret-store.ts';

const KEY_BYTES = 32;
/** NIST SP 800-38D, 8.2.2: a random nonce of 96 bits is good for 2^32 values under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FILE_LIMIT = LARGEST_SECRET * 2;
const READ_AT_ONCE = 8;

const Sealed = z.strictObject({
  version: z.literal(1),
  name: z.string().refine(isSecretName),
  nonce: z.base64(),
  tag: z.base64(),
  data: z.base64(),
});
type Sealed = z.infer<typeof Sealed>;

export interface FileStoreOptions {
  /** Of the sealed files. */
  readonly folder: string;
  readonly keyFile: string;
  /** Instead of the file: 32 bytes as base64 or hexadecimal. */
  readonly key?: string | undefined;
}

export function createFileStore(options: FileStoreOptions): SecretStore {
  const { folder } = options;
  const read = async (name: string): Promise<Sealed | undefined> => {
    checkSecretName(name);
    const sealed = await readSealed(fileOf(folder, name));
    if (sealed && sealed.name !== name) throw damaged(name);
    return sealed;
  };
  return {
    kind: 'file',
    async get(name) {
      const sealed = await read(name);
      if (!sealed) return undefined;
      const key = await readKey(options);
      if (!key)
        throw storeUnavailable(
          `the key of the secrets is gone: ${options.keyFile}`,
          'restore it from a backup',
        );
      return unseal(sealed, key);
    },
    async set(name, value) {
      checkSecretName(name);
      checkSecretValue(value);
      const key = (await readKey(options)) ?? (await makeKey(options));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      await replaceFile(fileOf(folder, name), `${JSON.stringify(seal(name, value, key))}\n`);
    },
    async remove(name) {
      checkSecretName(name);
      return rm(fileOf(folder, name)).then(
        () => true,
        (error: unknown) => {
          if (hasCode(error, 'ENOENT')) return false;
          throw storeUnavailable(
            `the secret ${name} cannot be removed (${String(error)})`,
            'see who owns the folder',
            error,
          );
        },
      );
    },
    async list() {
      const files = await readdir(folder).catch((error: unknown) => {
        if (hasCode(error, 'ENOENT')) return [];
        throw storeUnavailable(`${folder} cannot be read (${String(error)})`, 'see who owns it', error);
      });
      const sealed = await mapLimit(
        files.filter((file) => /^[0-9a-f]{40}\.json$/.test(file)),
        READ_AT_ONCE,
        (file) => readSealed(join(folder, file)),
      );
      return sealed.flatMap((one) => (one ? [one.name] : [])).sort();
    },
  };
}

/** By a digest: names that differ in case only are one file on a Mac. */
function fileOf(folder: string, name: string): string {
  return join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 40)}.json`);
}

async function readSealed(file: string): Promise<Sealed | undefined> {
  const bytes = await readPrivateFile(file, FILE_LIMIT);
  if (!bytes) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw storeUnavailable(
      `${file} is damaged: it is no JSON`,
      'restore it from a backup, or remove it',
      cause,
    );
  }
  const read = Sealed.safeParse(value);
  if (!read.success)
    throw storeUnavailable(
      `${file} is damaged: it is no sealed secret`,
      'restore it from a backup, or remove it',
    );
  return read.data;
}

function seal(name: string, value: string, key: Buffer): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(name));
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return {
    version: 1,
    name,
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
}

function unseal({ name, nonce, tag, data }: Sealed, key: Buffer): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(name));
    decipher.setAuthTag(Buffer.from(tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw damaged(name, cause);
  }
}

/** A value moved under another name does not open. */
function boundTo(name: string): Buffer {
  return Buffer.from(`02luka secret 1\0${name}`);
}

async function readKey({ key, keyFile }: FileStoreOptions): Promise<Buffer | undefined> {
  if (key !== undefined && key !== '') {
    const given = decodeKey(key);
    if (given) return given;
    throw storeUnavailable(
      'LUKA_SECRET_KEY is no key',
      'give 32 bytes as base64 or hexadecimal: openssl rand -base64 32',
    );
  }
  const bytes = await readPrivateFile(keyFile, 1_024);
  if (!bytes) return undefined;
  const kept = decodeKey(bytes.toString('latin1'));
  if (!kept) throw storeUnavailable(`the key file ${keyFile} is damaged`, 'restore it from a backup');
  return kept;
}

async function makeKey(options: FileStoreOptions): Promise<Buffer> {
  await createFile(options.keyFile, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
  // Read back, not remembered: somebody else may have been first.
  const key = await readKey(options);
  if (!key) throw storeUnavailable(`the key file ${options.keyFile} was removed just now`, 'try again');
  return key;
}

function decodeKey(text: string): Buffer | undefined {
  const plain = text.trim();
  if (/^[0-9a-f]{64}$/i.test(plain)) return Buffer.from(plain, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(plain)) return undefined;
  const key = Buffer.from(plain, 'base64');
  return key.length === KEY_BYTES ? key : undefined;
}

function damaged(name: string, cause?: unknown) {
  return storeUnavailable(
    `the secret ${name} does not open: it was damaged or exchanged, or the key is another`,
    `restore the key and the file from a backup, or store it again: luka secret set ${name}`,
    cause,
  );
}
