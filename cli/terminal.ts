/**
 * What a command writes with. stdout carries what was asked for and nothing else; everything said besides goes to
 * stderr. Colours appear only on a terminal, and never under NO_COLOR (no-color.org).
 */
import { once } from 'node:events';
import { styleText } from 'node:util';
import { EXIT } from '#shared/errors/exit-codes.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
export type Channel = 'out' | 'err';

/** Of a terminal that does not say how large it is: its size is 0 then. */
const UNTOLD = { columns: 80, rows: 24 };

export class Terminal {
  readonly #streams: Record<Channel, NodeJS.WriteStream>;
  /** False for a command whose work is not its output: it goes on when nobody can read it any more. */
  endOnLostOutput = true;

  constructor(streams: Record<Channel, NodeJS.WriteStream> = { out: process.stdout, err: process.stderr }) {
    this.#streams = streams;
    for (const stream of Object.values(streams)) {
      stream.on('error', (error: NodeJS.ErrnoException) => this.#lost(error));
    }
  }

  #lost(error: NodeJS.ErrnoException): void {
    if (!this.endOnLostOutput) return;
    // EIO: the terminal itself has gone.
    if (error.code === 'EPIPE' || error.code === 'EIO') process.exit();
    const { code, message } = error;
    process.stderr.write(
      `${code === 'ENOSPC' ? 'disk_full' : 'internal'}: the output cannot be written (${message}); write it elsewhere\n`,
    );
    process.exit(EXIT.io);
  }

  /** Writes bytes as they are, and waits while the reader is slower than the writer. */
  async write(channel: Channel, text: string): Promise<void> {
    const stream = this.#streams[channel];
    if (stream.write(text) || stream.destroyed) return;
    // A reader that goes away is dealt with above, once for all writes.
    const done = new AbortController();
    const { signal } = done;
    await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(
      () => undefined,
    );
    done.abort();
  }

  /** One line of the answer. */
  print(line: string): Promise<void> {
    return this.write('out', `${line}\n`);
  }

  /** The answer as one JSON document on one line, which is also one line of NDJSON. */
  json(value: unknown): Promise<void> {
    return this.print(JSON.stringify(value));
  }

  /** Something worth saying that is not the answer. */
  note(line: string): Promise<void> {
    return this.write('err', `${line}\n`);
  }

  style(style: Style, text: string, channel: Channel = 'out'): string {
    return styleText(style, text, { stream: this.#streams[channel] });
  }

  isTerminal(channel: Channel): boolean {
    return this.#streams[channel].isTTY;
  }

  /** Lines of the terminal. */
  get height(): number {
    const { err } = this.#streams;
    return err.isTTY ? err.rows || UNTOLD.rows : Number.POSITIVE_INFINITY;
  }

  /** Columns of the terminal; unlimited where the answer goes to a file or a program. */
  get width(): number {
    const { out } = this.#streams;
    return out.isTTY ? out.columns || UNTOLD.columns : Number.POSITIVE_INFINITY;
  }
}
