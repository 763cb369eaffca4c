/** Whether Luka is what was deployed: each check by what is seen, none by what was done. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hello } from '#shared/control/messages.ts';
import type { DeployCheck } from '#shared/nouns/deployment.ts';
import type { ReleaseShelf } from './release-shelf.ts';
import type { RunningLuka } from './running-luka.ts';
import type { ServiceKeeper } from './service-keeper.ts';

export interface CheckedLuka {
  readonly service: ServiceKeeper;
  readonly shelf: ReleaseShelf;
  readonly running: RunningLuka;
}

export interface Expected {
  /** Of the release that must be the current one. */
  readonly release: string;
  /** The text that the service's file must have; undefined where any that is sound will do. */
  readonly unit: string | undefined;
}

const PAUSE_MS = 200;

/** Looks until everything holds, or the time is over. @returns the checks of the last look */
export async function waitUntilDeployed(
  luka: CheckedLuka,
  expected: Expected,
  waitMs: number,
): Promise<DeployCheck[]> {
  const end = performance.now() + waitMs;
  for (;;) {
    const checks = await checkDeployed(luka, expected);
    if (checks.every(({ ok }) => ok) || performance.now() > end) return checks;
    await sleep(PAUSE_MS);
  }
}

export async function checkDeployed(luka: CheckedLuka, expected: Expected): Promise<DeployCheck[]> {
  const { service, running } = luka;
  const checks = [await check('release', () => releaseFacts(luka, expected))];
  checks.push(await check('service file', () => unitFacts(service, expected)));
  let pid: number | undefined;
  checks.push(
    await check('service', async () => {
      const state = await service.state();
      pid = state.pid;
      if (!state.loaded || pid === undefined) throw new Error(state.note);
      return `${state.note}, pid ${pid}`;
    }),
  );
  let hello: Hello | undefined;
  checks.push(
    await check('control', async () => {
      hello = await running.hello();
      if (!hello) throw new Error('nobody answers on the control socket');
      await mustBeOf(running, hello.pid, pid);
      return `pid ${hello.pid} answers, which the service started`;
    }),
  );
  for (const [name, url] of [
    ['api', hello?.apiUrl],
    ['ui', hello?.uiUrl],
  ] as const)
    checks.push(
      await check(name, async () => {
        if (url === undefined) throw new Error('nobody says where it would be');
        const answered = await running.answersAt(url);
        await mustBeOf(running, answered, pid);
        return `${url} is answered by pid ${answered}`;
      }),
    );
  checks.push(
    await check('version', async () => {
      const version = (await luka.shelf.find(expected.release))?.version;
      if (!hello || hello.version !== version)
        throw new Error(`${hello?.version ?? 'nothing'} runs, ${version ?? 'nothing'} was deployed`);
      return `${hello.version} runs`;
    }),
  );
  return checks;
}

async function releaseFacts({ shelf }: CheckedLuka, { release }: Expected): Promise<string> {
  const now = await shelf.currentName();
  if (now !== release) throw new Error(`current is ${now ?? 'nothing'}, not ${release}`);
  const found = await shelf.find(release);
  const fault = found ? await shelf.fault(found) : 'it has no release.json';
  if (fault !== undefined) throw new Error(`${release}: ${fault}`);
  return `${release}, ${found?.files.length} files as they were deployed`;
}

async function unitFacts(service: ServiceKeeper, { unit }: Expected): Promise<string> {
  const text = await service.read();
  if (text === undefined) throw new Error(`${service.file} is not there`);
  if (unit !== undefined && text !== unit) throw new Error(`${service.file} is not what was deployed`);
  const [first, ...others] = await service.faults(text);
  if (first !== undefined)
    throw new Error(`${service.file}: ${first}${others.length === 0 ? '' : `, and ${others.length} more`}`);
  return `${service.file} is sound`;
}

/** Whoever merely sits on a port is not the Luka that the service keeps. */
async function mustBeOf(running: RunningLuka, pid: number, service: number | undefined): Promise<void> {
  if (service === undefined) throw new Error(`pid ${pid} answers, but the service has no process`);
  if (!(await running.descends(pid, service)))
    throw new Error(`pid ${pid} answers, but the service started ${service}`);
}

async function check(name: string, look: () => Promise<string>): Promise<DeployCheck> {
  try {
    return { name, ok: true, note: await look() };
  } catch (error) {
    return { name, ok: false, note: error instanceof Error ? error.message : String(error) };
  }
}
