/** Start to the first 200 on both ports: Luka against a bare fastify and node:sqlite. Bound: 2.0 times. */
import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { get } from 'node:http';
import { join } from 'node:path';
import { lukaProgram, median, report, root, temporaryHome } from './measure.ts';

const ROUNDS = 15;

async function freePorts(): Promise<[number, number]> {
  const ports: number[] = [];
  const servers = [createServer(), createServer()];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports.push((server.address() as AddressInfo).port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as [number, number];
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/healthz', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}

async function firstAnswer(port: number): Promise<void> {
  while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function time(
  argv: string[],
  ports: [number, number],
  env: Record<string, string> = {},
): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, argv, { env: { ...process.env, ...env }, stdio: 'ignore' });
  await Promise.all(ports.map(firstAnswer));
  const took = performance.now() - start;
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  return took;
}

await using home = await temporaryHome();
const bare: number[] = [];
const luka: number[] = [];
for (let round = 0; round < ROUNDS + 2; round += 1) {
  const portsOfBare = await freePorts();
  const took = await time(
    [join(root, 'bench/baselines/bare-server.ts'), `${home.path}.db`, ...portsOfBare.map(String)],
    portsOfBare,
  );
  const ports = await freePorts();
  const tookLuka = await time([lukaProgram, '--home', home.path, 'up', '--headless'], ports, {
    LUKA_API_PORT: String(ports[0]),
    LUKA_UI_PORT: String(ports[1]),
  });
  // The first two make the home, the samples and the compile cache.
  if (round < 2) continue;
  bare.push(took);
  luka.push(tookLuka);
}
const ratio = median(luka) / median(bare);
report('Start to the first 200 on both ports', [
  {
    what: `Luka ${median(luka).toFixed(0)} ms, bare fastify + node:sqlite ${median(bare).toFixed(0)} ms (medians of ${ROUNDS})`,
    measured: `${ratio.toFixed(2)}x`,
    bound: '2.0x',
    ok: ratio <= 2,
  },
]);
