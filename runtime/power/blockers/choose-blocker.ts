import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { createCaffeinate } from './caffeinate.ts';
import { createNoBlocker } from './no-blocker.ts';
import type { SleepBlocker } from './ports.ts';
import { createInhibit } from './systemd-inhibit.ts';

export interface BlockerChoice {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** `LUKA_CAFFEINATE` and `LUKA_SYSTEMD_INHIBIT` name other programs that take the same arguments. */
export function chooseBlocker({ platform, env, clock }: BlockerChoice): SleepBlocker {
  const { LUKA_CAFFEINATE: caffeinate, LUKA_SYSTEMD_INHIBIT: inhibit } = env;
  if (platform === 'darwin' || caffeinate)
    return createCaffeinate({ program: caffeinate || undefined, env, clock });
  if (platform !== 'linux') return createNoBlocker(`nothing keeps ${platform} awake as far as Luka knows`);
  // sd_booted(3): where the folder is not there, systemd does not run, and its programs find nobody to talk to.
  if (!inhibit && !existsSync('/run/systemd/system'))
    return createNoBlocker('systemd does not run here, and nothing else keeps Linux awake');
  const program = findProgram(inhibit || 'systemd-inhibit', env);
  return program === undefined
    ? createNoBlocker('systemd-inhibit is not there')
    : createInhibit({ program, env, clock });
}

/** Once, at the start. @returns its path; undefined where it is not there */
export function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const places = isAbsolute(name)
    ? [name]
    : (env['PATH'] ?? '/usr/bin:/bin').split(delimiter).map((folder) => join(folder, name));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
