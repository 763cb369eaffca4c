/** Where the value of a secret comes from: typed on a terminal that shows nothing of it, or standard input. Never arguments. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Terminal } from '../terminal.ts';

/** Bytes; the store says exactly how many it takes. */
const LARGEST = 131_072;

/** What is needed of process.stdin. */
export type SecretSource = AsyncIterable<Uint8Array | string> & {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
};

/** @throws LukaError secret_invalid, usage where it is typed differently the second time or given up */
export async function readSecret(terminal: Terminal, name: string, source: SecretSource): Promise<string> {
  if (source.isTTY !== true) return readPiped(source);
  const keys = new Keys(source);
  source.setRawMode?.(true);
  try {
    const first = await ask(terminal, keys, `value of ${name}: `);
    const second = await ask(terminal, keys, 'once more: ');
    if (first === second) return first;
    throw new LukaError('usage', { message: 'the two are not the same', remedy: 'try again' });
  } finally {
    source.setRawMode?.(false);
    await keys.close();
  }
}

/** One line break at the end is the pipe's, not the secret's. */
async function readPiped(source: SecretSource): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST)
      throw new LukaError('secret_invalid', { message: 'the secret is larger than 64 KiB' });
    chunks.push(bytes);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
    return text.replace(/\r?\n$/, '');
  } catch (cause) {
    throw new LukaError('secret_invalid', {
      message: 'the secret is not text in UTF-8',
      remedy: 'store it as base64, and decode it where it is used',
      cause,
    });
  }
}

async function ask(terminal: Terminal, keys: Keys, prompt: string): Promise<string> {
  await terminal.write('err', prompt);
  try {
    return await keys.line();
  } finally {
    await terminal.write('err', '\n');
  }
}

/** Keys of a terminal in raw mode: it neither shows nor edits anything by itself (termios(3)). */
class Keys {
  readonly #iterator: AsyncIterator<Uint8Array | string>;
  #pending: string[] = [];

  constructor(source: SecretSource) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const typed: string[] = [];
    for (;;) {
      const key = await this.#next();
      if (key === undefined || key === '\u0003' || (key === '\u0004' && typed.length === 0))
        throw new LukaError('usage', { message: 'nothing was stored: it was given up' });
      if (key === '\r' || key === '\n' || key === '\u0004') return typed.join('');
      if (key === '\u007f' || key === '\b') typed.pop();
      else if (key === '\u0015') typed.length = 0;
      else typed.push(key);
      if (typed.length > LARGEST)
        throw new LukaError('secret_invalid', { message: 'the secret is larger than 64 KiB' });
    }
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  async #next(): Promise<string | undefined> {
    while (this.#pending.length === 0) {
      const { done, value } = await this.#iterator.next();
      if (done === true) return undefined;
      this.#pending = Array.from(Buffer.from(value).toString('utf8'));
    }
    return this.#pending.shift();
  }
}
