/**
 * The desktop host under the stand-in, as ratios to the same process without Luka's code: start to the icon, first paint, a
 * round trip over IPC, and what it costs when nothing happens. Where Electron's binary is, its start is printed, too.
 */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { median, percentile, report, root, temporaryHome } from './measure.ts';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const CALLS = 2_000;
const IDLE_SECONDS = Number(process.env['BENCH_IDLE_SECONDS'] ?? 20);
const STAND_IN = join(root, 'e2e/electron-standin/run.ts');
const LUKA = join(root, 'dist/electron/main.js');
const BARE = join(root, 'bench/baselines/bare-desktop.ts');

interface Measured {
  /** ms */
  readonly tray: number;
  readonly paint: number;
  readonly ipc: number;
  /** Percent of one processor. */
  readonly cpu: number;
  readonly memory: number;
}
interface Message {
  readonly ask?: number;
  readonly verb?: string;
  readonly args?: readonly unknown[];
  readonly answer?: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** One main process and its windows. */
class Host {
  readonly child: ChildProcess;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #browser: Browser;
  readonly url: Promise<string>;
  readonly paint: Promise<number>;
  #last = 0;

  constructor(main: string, home: string, browser: Browser) {
    this.#browser = browser;
    this.child = fork(STAND_IN, [main], {
      silent: true,
      env: {
        ...process.env,
        HOME: dirname(home),
        LUKA_HOME: home,
        LUKA_API_PORT: '0',
        LUKA_UI_PORT: '0',
        LUKA_SYSTEMCTL: '/nonexistent/systemctl',
      },
    });
    this.child.stdout?.resume();
    const url = Promise.withResolvers<string>();
    const paint = Promise.withResolvers<number>();
    this.url = url.promise;
    this.paint = paint.promise;
    this.child.on('message', (message: Message) => {
      if (message.answer !== undefined) this.#waiting.get(message.answer)?.(message);
      if (message.verb === 'load') {
        const address = String(message.args?.[1]);
        url.resolve(address);
        void this.#paint(address).then(paint.resolve, paint.reject);
      }
      if (message.ask !== undefined) this.child.send({ answer: message.ask, value: null });
    });
  }

  ask(verb: string, ...args: unknown[]): Promise<unknown> {
    const ask = (this.#last += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(ask, ({ value, error }) => {
        this.#waiting.delete(ask);
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      });
      this.child.send({ ask, verb, args });
    });
  }

  /** ms from asking for the page to its first contents. */
  async #paint(url: string): Promise<number> {
    const page = await this.#browser.newPage();
    const start = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator('h1').first().waitFor();
    const took = performance.now() - start;
    await page.close();
    return took;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null) await new Promise((resolve) => this.child.once('exit', resolve));
  }
}

async function measure(main: string, home: string, browser: Browser, idle: boolean): Promise<Measured> {
  const start = performance.now();
  const host = new Host(main, home, browser);
  try {
    while (!(await host.ask('trayMenu').then(Array.isArray, () => false)))
      await new Promise((resolve) => setTimeout(resolve, 2));
    const tray = performance.now() - start;
    const paint = await host.paint;
    const url = new URL(await host.url);
    const frame = { window: 1, frame: 0, url: url.href, origin: url.origin };
    const times: number[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      const asked = performance.now();
      await host.ask('invoke', 'luka:host', [], frame);
      times.push(performance.now() - asked);
    }
    const { cpu, memory } = idle ? await idleOf(host.child.pid!) : { cpu: 0, memory: 0 };
    return { tray, paint, ipc: percentile(times, 0.99), cpu, memory };
  } finally {
    await host.stop();
  }
}

async function idleOf(pid: number): Promise<{ cpu: number; memory: number }> {
  if (!existsSync(`/proc/${pid}/stat`)) return { cpu: NaN, memory: NaN };
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const before = ticks(pid);
  await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1_000));
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpu: ticks(pid) - before === 0 ? 0 : (ticks(pid) - before) / IDLE_SECONDS,
    memory: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1_024,
  };
}

/** Hundredths of a second of processor time so far. */
function ticks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Prints the start of the real app, where its binary is: until it says where it is to be found. */
async function realStart(home: string): Promise<string> {
  try {
    const folder = dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'));
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    const start = performance.now();
    const child = spawn(binary, [LUKA, '--background'], {
      env: { ...process.env, LUKA_HOME: home, LUKA_API_PORT: '0', LUKA_UI_PORT: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
    });
    const took = performance.now() - start;
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    return `${took.toFixed(0)} ms to the icon`;
  } catch (error) {
    return `not measured: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
  }
}

await using home = await temporaryHome();
for (const folder of ['', 'tasks']) mkdirSync(join(home.path, folder), { recursive: true, mode: 0o700 });
writeFileSync(join(home.path, '.luka-home'), '{"version":1}\n', { mode: 0o600 });
writeFileSync(join(home.path, 'luka.db'), '', { mode: 0o600 });
writeFileSync(join(home.path, 'tasks', 'quiet.yaml'), 'steps:\n  - run: echo quiet\n');
const executablePath = process.env['LUKA_CHROMIUM'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({
  ...(existsSync(executablePath) ? { executablePath } : {}),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const all: { luka: Measured; bare: Measured }[] = [];
try {
  // The first round makes the ledger and fills the caches.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const last = round === ROUNDS;
    const bare = await measure(BARE, home.path, browser, last);
    const luka = await measure(LUKA, home.path, browser, last);
    if (round > 0) all.push({ luka, bare });
  }
} finally {
  await browser.close();
}
const of = (host: 'luka' | 'bare', what: keyof Measured): number => median(all.map((one) => one[host][what]));
const line = (what: string, key: 'tray' | 'paint' | 'ipc', bound: number) => {
  const ratio = of('luka', key) / of('bare', key);
  return {
    what: `${what}: Luka ${of('luka', key).toFixed(1)} ms, bare ${of('bare', key).toFixed(1)} ms`,
    measured: `${ratio.toFixed(2)}x`,
    bound: `${bound}x`,
    ok: ratio <= bound,
  };
};
const last = all.at(-1)!;
report(`The desktop host under the stand-in (medians of ${ROUNDS})`, [
  line('start to the icon', 'tray', 6),
  line('window to its first heading', 'paint', 12),
  line('IPC round trip, 99th percentile', 'ipc', 3),
  {
    what: `idle processor over ${IDLE_SECONDS} s: bare ${last.bare.cpu.toFixed(2)} %`,
    measured: `${last.luka.cpu.toFixed(2)} %`,
    bound: '0.5 %',
    ok: !(last.luka.cpu > 0.5),
  },
  {
    what: `idle memory: Luka ${(last.luka.memory / 1e6).toFixed(0)} MB, bare ${(last.bare.memory / 1e6).toFixed(0)} MB`,
    measured: `${(last.luka.memory / last.bare.memory).toFixed(2)}x`,
    bound: '2.5x',
    ok: !(last.luka.memory > last.bare.memory * 2.5),
  },
]);
console.log(`  The real Electron: ${await realStart(home.path)}`);
