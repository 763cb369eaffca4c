/**
 * What launchctl itself ends with: numbers of errno(2) and, from 107 on, of launchd's own (`launchctl error <n>` prints
 * them). They say nothing about how a job ended: for that see exit-codes.ts.
 */

export interface LaunchctlCode {
  readonly code: number;
  /** As `launchctl error` has it. */
  readonly name: string;
  /** In words for a person. */
  readonly meaning: string;
  readonly remedy: string;
}

type Words = readonly [name: string, meaning: string, remedy: string];

const CODES: Readonly<Record<number, Words>> = {
  0: ['Success', 'launchd did what it was asked', 'nothing'],
  1: [
    'Operation not permitted',
    'launchd refuses this to whoever asked',
    'ask as the person whose domain it is, or as root for the system domain',
  ],
  3: [
    'No such process',
    'launchd has no such service loaded, or it has no process',
    'nothing where it was to be unloaded; else load it first',
  ],
  5: [
    'Input/output error',
    'launchd did not load the plist: mostly it is loaded already, is on its way out, is disabled, or the plist has an error; this one number stands for all of them',
    'see whether it is loaded, lint the plist, enable the label; then repeat',
  ],
  36: ['Operation now in progress', 'launchd began with it and goes on', 'wait until it is done'],
  37: [
    'Operation already in progress',
    'the service is loaded already, or still on its way out',
    'wait until it is gone, then load it',
  ],
  112: [
    'Could not find specified domain',
    'there is no such domain: nobody of that uid is logged in at the screen',
    'log in at the screen, or use the system domain',
  ],
  113: [
    'Could not find specified service',
    'launchd does not know a service of that label in that domain',
    'load it, or correct the label',
  ],
  119: [
    'Service is disabled',
    'launchd keeps a list of disabled labels, apart from the plists, and this one is in it',
    'enable it, then load it',
  ],
  122: [
    'Path had bad ownership/permissions',
    'the plist belongs to somebody else, or others may write to it',
    'chown it to the person (root for the system domain) and chmod it to 644',
  ],
  125: [
    'Domain does not support specified action',
    'the domain cannot do that now: mostly there is no session at the screen',
    'log in at the screen, or make it a LaunchDaemon',
  ],
  134: [
    'Service cannot load in requested session',
    'LimitLoadToSessionType of the plist does not include this session',
    'correct LimitLoadToSessionType, or load it in the session it is meant for',
  ],
  161: [
    'unknown to launchctl(1)',
    'newer releases of macOS end with it and publish no words for it',
    'see `launchctl error 161` on that machine',
  ],
};

/** Never fails: a code that is not known is said to be so. */
export function explainLaunchctlCode(code: number): LaunchctlCode {
  const words = CODES[code];
  if (words) return { code, name: words[0], meaning: words[1], remedy: words[2] };
  return {
    code,
    name: 'unknown',
    meaning: `launchctl ended with ${code}`,
    remedy: `see \`launchctl error ${code}\` on that machine`,
  };
}

/** `37: Operation already in progress` */
export function formatLaunchctlCode(code: number): string {
  return `${code}: ${explainLaunchctlCode(code).name}`;
}
