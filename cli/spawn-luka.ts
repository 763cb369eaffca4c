/** For tests: the real `luka` process, with a home of its own and any free ports. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('./luka.ts', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface StartedLuka {
  readonly pid: number;
  readonly apiUrl: string;
  readonly uiUrl: string;
  readonly link: string;
  readonly process: ChildProcessWithoutNullStreams;
}

export class LukaBench {
  readonly #folder: string;
  readonly #started = new Set<ChildProcessWithoutNullStreams>();
  readonly home: string;
  env: NodeJS.ProcessEnv = {};

  private constructor(folder: string) {
    this.#folder = folder;
    this.home = join(folder, 'home');
  }

  static async create(): Promise<LukaBench> {
    return new LukaBench(await mkdtemp(join(tmpdir(), 'luka-cli-')));
  }

  /** A path beside the home. */
  file(name: string): string {
    return join(this.#folder, name);
  }

  spawn(...words: string[]): ChildProcessWithoutNullStreams {
    const {
      NO_COLOR: _no,
      FORCE_COLOR: _force,
      DISPLAY: _x,
      WAYLAND_DISPLAY: _wayland,
      ...env
    } = process.env;
    const child = spawn(process.execPath, [ENTRY, ...words], {
      env: {
        ...env,
        // Not the person's own: the sample report measures what is below HOME, for as long as that takes.
        HOME: this.#folder,
        LUKA_HOME: this.home,
        LUKA_API_PORT: '0',
        LUKA_UI_PORT: '0',
        NODE_COMPILE_CACHE: this.file('cache'),
        ...this.env,
      },
    });
    this.#started.add(child);
    child.once('exit', () => this.#started.delete(child));
    return child;
  }

  /** Runs one command to its end. */
  run(...words: string[]): Promise<Outcome> {
    return this.give('', ...words);
  }

  /** Runs one command with something on its standard input. */
  async give(input: string, ...words: string[]): Promise<Outcome> {
    const child = this.spawn(...words);
    const outcome = collect(child);
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    return outcome;
  }

  /** Runs one command with --json and reads its answer. */
  async json<T>(...words: string[]): Promise<T> {
    const { code, out, err } = await this.run(...words, '--json');
    if (code !== 0) throw new Error(`luka ${words.join(' ')} ended with ${code}: ${err}`);
    return JSON.parse(out) as T;
  }

  async up(...words: string[]): Promise<StartedLuka> {
    const child = this.spawn('up', '--headless', '--json', ...words);
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    const lines = createInterface({ input: child.stdout });
    const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string | undefined];
    if (line === undefined) throw new Error(`luka up said nothing but: ${err}`);
    return { ...(JSON.parse(line) as Omit<StartedLuka, 'process'>), process: child };
  }

  async end(): Promise<void> {
    for (const child of this.#started) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

export async function collect(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** Resolves when the text has been seen on a stream. */
export async function heard(stream: NodeJS.ReadableStream, text: string): Promise<void> {
  let all = '';
  for await (const [chunk] of on(stream)) {
    all += String(chunk);
    if (all.includes(text)) return;
  }
}

async function* on(stream: NodeJS.ReadableStream): AsyncIterable<[unknown]> {
  for (;;) yield (await once(stream, 'data')) as [unknown];
}
