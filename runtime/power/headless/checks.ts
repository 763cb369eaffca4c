/** Whether the machine is still one that never sleeps: each part by itself. */
import type { HeadlessReport } from '#shared/nouns/headless.ts';
import { CAFFEINATE_LABEL, caffeinatePlist } from './daemon-plists.ts';
import type { HeadlessMachine } from './headless-machine.ts';
import { NEVER_SLEEPS } from './power-values.ts';
import type { Saved } from './saved-state.ts';
import type { HeadlessSteps } from './steps.ts';

type Check = HeadlessReport['checks'][number];

export async function checkHeadless(
  machine: HeadlessMachine,
  steps: HeadlessSteps,
  saved: Saved,
): Promise<Check[]> {
  const now = await machine.power();
  const { caffeinate } = machine.options.places;
  const checks: Check[] = Object.entries(NEVER_SLEEPS)
    .filter(([name]) => now.has(name))
    .map(([name, value]) => ({
      name: `pmset ${name}`,
      ok: now.get(name) === value,
      note: `${now.get(name)}; planned is ${value}`,
    }));
  checks.push(...(await checkDaemon(machine, steps, CAFFEINATE_LABEL, caffeinatePlist(caffeinate), true)));
  for (const { label, daemon } of saved.agents) {
    checks.push(...(await checkDaemon(machine, steps, label, daemon, false)));
    const isOff = await machine.isDisabled(label);
    const loaded = await machine.service(`gui/${machine.options.launchctl.uid}/${label}`);
    checks.push({
      name: `${label} as an agent`,
      ok: isOff && loaded === undefined,
      note: `${isOff ? 'disabled' : 'not disabled'}, ${loaded ? 'loaded' : 'not loaded'}`,
    });
  }
  return checks;
}

/** @param runs whether it has to have a process at any moment */
async function checkDaemon(
  machine: HeadlessMachine,
  steps: HeadlessSteps,
  label: string,
  text: string,
  runs: boolean,
): Promise<Check[]> {
  const file = steps.daemonFile(label);
  const found = await machine.file(file);
  const service = await machine.service(`system/${label}`);
  return [
    {
      name: `${label}, its plist`,
      ok: found === text,
      note: `${file} is ${found === undefined ? 'not there' : found === text ? 'as planned' : 'not as planned'}`,
    },
    {
      name: `${label}, its job`,
      ok: service !== undefined && (!runs || service.pid !== undefined),
      note:
        service === undefined
          ? 'not loaded'
          : `${service.state ?? 'loaded'}${service.pid === undefined ? '' : `, pid ${service.pid}`}`,
    },
  ];
}
