/** A Luka in a process of its own, whose words are kept. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** ms. A start or an end that takes longer is a fault. */
const LONGEST = 30_000;

export interface LukaProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Resolves with the exit code when it has ended. */
  readonly ended: Promise<number | null>;
  output(): string;
  /** Waits for words on its terminal. Rejects with all that was said where it ends without them. */
  says(pattern: RegExp): Promise<string>;
  /** SIGTERM, and SIGKILL where that is not enough. */
  end(): Promise<number | null>;
}

/** The home of the person whose Luka it is: a folder beside Luka's own. */
export function personHome(home: string): string {
  return `${home}-person`;
}

/** The environment of a test's Luka: no settings of the person's own reach it. */
export function testEnvironment(
  home: string,
  extra: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const { PATH = '', LANG = 'C.UTF-8', DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR, TMPDIR } = process.env;
  const kept = { DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR, TMPDIR };
  mkdirSync(personHome(home), { recursive: true, mode: 0o700 });
  // Not the person's own home: the sample report measures what is below it, for as long as that takes.
  return {
    ...kept,
    PATH,
    HOME: personHome(home),
    LANG,
    LUKA_HOME: home,
    LUKA_API_PORT: '0',
    LUKA_UI_PORT: '0',
    // Units of the person's own systemd are none of the test's.
    LUKA_SYSTEMCTL: '/nonexistent/systemctl',
    ...extra,
  };
}

export function startProcess(
  args: readonly string[],
  options: { env: NodeJS.ProcessEnv; ipc?: boolean },
): LukaProcess {
  const child = spawn(process.execPath, args, {
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe', ...(options.ipc ? (['ipc'] as const) : [])],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const asked = new Set<() => void>();
  child.stdout?.on('data', () => asked.forEach((look) => look()));
  child.stderr?.on('data', () => asked.forEach((look) => look()));
  return {
    child,
    pid: child.pid ?? 0,
    ended,
    output: () => output,
    says(pattern) {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const look = (): void => {
        const found = pattern.exec(output);
        if (found) resolve(found[1] ?? found[0]);
      };
      asked.add(look);
      look();
      const timer = setTimeout(
        () => reject(new Error(`Luka did not say ${pattern.source}; it said:\n${output}`)),
        LONGEST,
      );
      void ended.then((code) =>
        reject(new Error(`Luka ended with ${code} before it said ${pattern.source}; it said:\n${output}`)),
      );
      return promise.finally(() => {
        clearTimeout(timer);
        asked.delete(look);
      });
    },
    async end() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST);
      return ended.finally(() => clearTimeout(timer));
    },
  };
}

export interface Published {
  readonly apiUrl: string;
  readonly uiUrl: string;
  readonly token: string;
}

/** What the Luka of a home says of itself in its files. */
export async function readPublished(home: string): Promise<Published> {
  const { apiUrl, uiUrl } = JSON.parse(await readFile(join(home, 'endpoint.json'), 'utf8')) as {
    apiUrl: string;
    uiUrl: string;
  };
  return { apiUrl, uiUrl, token: (await readFile(join(home, 'token'), 'utf8')).trim() };
}
