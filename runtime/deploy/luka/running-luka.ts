/** The Luka that runs with this home now, asked from outside. */
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hello } from '#shared/control/messages.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { connectControl } from '../../control/control-client.ts';
import type { HomeLayout } from '../../home/layout.ts';
import { readToken } from '../../home/token.ts';
import { listProcesses } from '../../runs/processes/process-table.ts';
import { isAlive } from '../../runs/processes/is-alive.ts';

export interface RunningLuka {
  /** Who is behind the control socket; undefined where nobody is. */
  hello(): Promise<Hello | undefined>;
  /**
   * Who answers at an address that the control socket named.
   * @returns the pid that answered
   * @throws where it does not answer, or not as Luka
   */
  answersAt(url: string): Promise<number>;
  /** Whether a process is another, or descends from it. */
  descends(pid: number, from: number): Promise<boolean>;
  /** Asks it to end and waits for that. @throws LukaError stopping */
  end(pid: number): Promise<void>;
}

const ANSWER_MS = 5_000;
const END_MS = 60_000;

export function createRunningLuka(layout: HomeLayout): RunningLuka {
  return {
    async hello() {
      try {
        const control = await connectControl(layout, { timeoutMs: ANSWER_MS });
        return await control.hello().finally(() => control.close());
      } catch (error) {
        if (error instanceof LukaError && error.code === 'not_running') return undefined;
        throw error;
      }
    },
    async answersAt(url) {
      await ask(new URL('/healthz', url), undefined);
      const status = (await ask(new URL('/api/v1/status', url), await readToken(layout))) as {
        pid?: unknown;
      };
      if (typeof status.pid !== 'number') throw new Error('it answers, but not as Luka');
      return status.pid;
    },
    async descends(pid, from) {
      const parents = new Map((await listProcesses()).map((row) => [row.pid, row.parent]));
      for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
        if (at === from) return true;
      return false;
    },
    async end(pid) {
      const control = await connectControl(layout, { timeoutMs: ANSWER_MS });
      await control.down().finally(() => control.close());
      const until = performance.now() + END_MS;
      for (let pause = 10; isAlive(pid); pause = Math.min(250, pause * 2)) {
        if (performance.now() > until)
          throw new LukaError('stopping', { message: `Luka (pid ${pid}) is still stopping` });
        await sleep(pause);
      }
    },
  };
}

function ask(url: URL, token: string | undefined): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        signal: AbortSignal.timeout(ANSWER_MS),
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      },
      (incoming) => {
        let body = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => (body += chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          if (incoming.statusCode !== 200)
            return reject(new Error(`${url.pathname} answers with ${incoming.statusCode}`));
          try {
            resolve(JSON.parse(body));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}
