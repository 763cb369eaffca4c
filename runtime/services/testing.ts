/** A whole Luka with services of real processes, and what is asked of it over its real port. */
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ServiceState, ServiceStatus } from '#shared/nouns/service.ts';
import type { HomeLayout } from '../home/layout.ts';
import { startLuka } from '../server/testing.ts';

/** @param tasks the text of each task file, by id */
export async function startServices(
  tasks: Readonly<Record<string, string>>,
  options: Parameters<typeof startLuka>[0] = {},
) {
  const luka = await startLuka(options, async (layout) => {
    for (const [id, text] of Object.entries(tasks)) await writeFile(fileOf(layout, id), text);
  });
  return { ...luka, ...askOf(luka) };
}

export function fileOf(layout: HomeLayout, task: string): string {
  return join(layout.tasks, `${task}.yaml`);
}

type Asked = Pick<Awaited<ReturnType<typeof startLuka>>, 'client' | 'engine'>;

export function askOf({ client, engine }: Asked) {
  const status = async (task: string): Promise<ServiceStatus> => {
    const { services } = await client.listServices();
    const found = services.find((service) => service.task === task);
    if (!found) throw new Error(`there is no service ${task}`);
    return found;
  };
  return {
    status,
    /** Waits until a service is as described; looks after each event. */
    async until(task: string, wanted: (status: ServiceStatus) => boolean): Promise<ServiceStatus> {
      for (;;) {
        const next = Promise.withResolvers<void>();
        const off = engine.store.onEvent(() => next.resolve());
        const now = await status(task);
        if (wanted(now)) {
          off();
          return now;
        }
        await next.promise;
        off();
      }
    },
    /** States it went through, as the event stream told them. */
    told: (task: string): ServiceState[] =>
      engine.store
        .eventsOfTypeAfter('service.changed', 0, 10_000)
        .filter((event) => event.task === task)
        .map((event) => (event.data['service'] as ServiceStatus).state)
        .filter((state, index, all) => state !== all[index - 1]),
    /** Of its process, once there is one. */
    async pidOf(run: number): Promise<number> {
      for (;;) {
        const { attempts } = await client.getRun({ params: { run } });
        const pid = attempts.at(-1)?.steps[0]?.pid;
        if (pid !== undefined) return pid;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A web server in Node. `GET /sick` makes it answer 500 from then on. */
export function webServer(port: number): string {
  const code = `let ok = true;
import('node:http').then(({ createServer }) => createServer((q, r) => {
  if (q.url === '/sick') ok = false;
  r.statusCode = ok ? 200 : 500;
  r.end(String(process.pid));
}).listen(${port}, '127.0.0.1'));`;
  return `steps:\n  - node: { code: ${JSON.stringify(code)} }\n`;
}
