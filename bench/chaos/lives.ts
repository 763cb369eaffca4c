/** One life of Luka: the real headless program from source, in a home of the harness, with the preload that may kill it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { homeLayout } from '#runtime/home/layout.ts';
import type { Point } from './points.ts';

const LUKA = fileURLToPath(new URL('../../cli/luka.ts', import.meta.url));
const PRELOAD = new URL('./kill-at.ts', import.meta.url).href;

export interface Place {
  /** The harness's own folder; the home is in it. */
  readonly folder: string;
  readonly home: string;
  readonly effects: string;
}

export interface LifeOptions {
  /** Where it kills itself. */
  readonly point?: Point | undefined;
  /** How long its disk takes for a sync at least. */
  readonly diskMs?: number | undefined;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class Life {
  readonly process: ChildProcess;
  /** The API's address; undefined where it died before it said so. */
  readonly apiUrl: Promise<string | undefined>;
  readonly ended: Promise<Ended>;
  readonly #reached: string;

  constructor(place: Place, { point, diskMs = 0 }: LifeOptions = {}) {
    this.#reached = join(place.folder, 'reached');
    rmSync(this.#reached, { force: true });
    const log = openSync(join(place.folder, 'stderr.log'), 'a');
    this.process = spawn(
      process.execPath,
      ['--import', PRELOAD, LUKA, '--home', place.home, 'up', '--headless', '--json'],
      {
        env: {
          ...process.env,
          HOME: place.folder,
          LUKA_API_PORT: '0',
          LUKA_UI_PORT: '0',
          NODE_COMPILE_CACHE: join(place.folder, 'cache'),
          CHAOS_DISK_MS: String(diskMs),
          CHAOS_FOLDER: place.folder,
          CHAOS_DATABASE: homeLayout(place.home).database,
          ...(point ? { CHAOS_POINT: JSON.stringify(point) } : {}),
        },
        stdio: ['ignore', 'pipe', log],
      },
    );
    closeSync(log);
    this.ended = new Promise((resolve) =>
      this.process.once('exit', (code, signal) => resolve({ code, signal })),
    );
    this.apiUrl = this.#listen();
  }

  /** True where it died at its point. */
  get reachedPoint(): boolean {
    return existsSync(this.#reached);
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.process.kill(signal);
  }

  async #listen(): Promise<string | undefined> {
    const lines = createInterface({ input: this.process.stdout! });
    for await (const line of lines) {
      const said = JSON.parse(line) as { apiUrl?: string };
      if (said.apiUrl === undefined) continue;
      lines.close();
      this.process.stdout!.resume();
      return said.apiUrl;
    }
    return undefined;
  }
}
