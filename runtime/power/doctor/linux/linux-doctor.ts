/** The doctor of Linux: logind and the journal tell less than a Mac does, and what they do not tell is said. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PowerFinding, PowerReport } from '#shared/nouns/power-report.ts';
import { isoAt, type Clock } from '../../../clock.ts';
import type { RunProgram } from '../../../conditions/run-program.ts';
import type { PowerDoctor, SleepHistory } from '../ports.ts';
import { readInhibitors } from './read-inhibitors.ts';

const MOST = 500;
const LOGIND = ['org.freedesktop.login1', '/org/freedesktop/login1', 'org.freedesktop.login1.Manager'];
const PROPERTIES = ['HandleLidSwitch', 'HandleLidSwitchExternalPower', 'HandleLidSwitchDocked', 'IdleAction'];

export interface LinuxDoctorOptions {
  readonly clock: Clock;
  readonly run: RunProgram;
  readonly history: SleepHistory;
  readonly ownPids: () => ReadonlySet<number>;
  /** Stands before /sys and /proc. */
  readonly root?: string | undefined;
}

export function createLinuxDoctor(options: LinuxDoctorOptions): PowerDoctor {
  const { clock, run, history, ownPids, root = '' } = options;
  return {
    async examine(window): Promise<PowerReport> {
      const cannotKnow: string[] = [];
      const ask = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
        try {
          return await read();
        } catch (error) {
          cannotKnow.push(`${what}: ${wordsOf(error)}`);
          return undefined;
        }
      };
      const [table, logind, states, masked, log, lids] = await Promise.all([
        ask('who keeps it awake', () => run('systemd-inhibit', ['--list', '--no-pager'])),
        ask('what logind does', () => run('busctl', ['get-property', ...LOGIND, ...PROPERTIES])),
        ask('how it can sleep', () => readFile(join(root, '/sys/power/state'), 'utf8')),
        ask('whether sleep is switched off', () => areMasked(run)),
        ask('when it slept', () => history.between(window, MOST)),
        readdir(join(root, '/proc/acpi/button/lid')).catch(() => []),
      ]);
      const inhibitors = table === undefined ? undefined : readInhibitors(table, ownPids());
      if (table !== undefined && inhibitors === undefined)
        cannotKnow.push('who keeps it awake: what systemd-inhibit printed is not understood');
      const settings = readProperties(logind);
      const events = log?.events ?? [];
      return {
        at: isoAt(clock.now()),
        platform: 'linux',
        findings: findingsOf({ settings, states, masked, inhibitors: inhibitors ?? [] }),
        keepsAwake: inhibitors ?? [],
        events: events.toReversed(),
        eventsFrom: isoAt(window.from),
        eventsTo: isoAt(window.to),
        moreEvents: log?.more ?? false,
        scheduled: [],
        lid: lidWords(settings, lids.length > 0, masked === true),
        settings,
        cannotKnow: [
          ...cannotKnow,
          'what the desktop does when nobody uses it: it has settings of its own beside those of logind',
          'planned wakes: the clock of the hardware has one, and rtcwake(8) as root shows it',
        ],
      };
    },
  };
}

/** `systemctl is-enabled` ends with 1 where one is masked, and prints it all the same. */
async function areMasked(run: RunProgram): Promise<boolean> {
  try {
    return readMasked(await run('systemctl', ['is-enabled', 'sleep.target', 'suspend.target']));
  } catch (error) {
    const { stdout } = error as { stdout?: unknown };
    if (typeof stdout === 'string' && stdout.trim() !== '') return readMasked(stdout);
    throw error;
  }
}

function readMasked(text: string): boolean {
  return /^masked(-runtime)?$/m.test(text);
}

/** `s "suspend"` a line, in the order asked for. */
function readProperties(text: string | undefined): Record<string, string> {
  const values = (text ?? '').split('\n').map((line) => /^s "(.*)"$/.exec(line.trim())?.[1]);
  return Object.fromEntries(
    PROPERTIES.flatMap((name, index) => (values[index] === undefined ? [] : [[name, values[index]]])),
  );
}

function findingsOf(of: {
  settings: Record<string, string>;
  states: string | undefined;
  masked: boolean | undefined;
  inhibitors: PowerReport['keepsAwake'];
}): PowerFinding[] {
  const findings: PowerFinding[] = [];
  const states = of.states?.trim().split(/\s+/).filter(Boolean) ?? [];
  if (of.masked)
    findings.push({
      code: 'never_sleeps',
      severity: 'ok',
      message: 'sleep is switched off on this machine',
      evidence: ['systemctl is-enabled sleep.target: masked'],
    });
  else if (of.states !== undefined && !states.some((state) => ['mem', 'standby', 'freeze'].includes(state)))
    findings.push({
      code: 'cannot_sleep',
      severity: 'ok',
      message: 'this machine has no sleep',
      evidence: [`/sys/power/state: ${states.join(' ') || 'empty'}`],
    });
  const idle = of.settings['IdleAction'];
  if (idle !== undefined && !of.masked)
    findings.push(
      idle === 'ignore'
        ? {
            code: 'never_sleeps_when_idle',
            severity: 'ok',
            message: 'logind does not put it to sleep for want of use',
            evidence: ['logind: IdleAction ignore'],
          }
        : {
            code: 'sleeps_when_idle',
            severity: 'warning',
            message: `logind does "${idle}" when nobody uses it: between runs nothing keeps it awake`,
            evidence: [`logind: IdleAction ${idle}`],
            remedy: 'write IdleAction=ignore into /etc/systemd/logind.conf, then restart systemd-logind',
          },
    );
  const others = of.inhibitors.filter(({ own, effect }) => !own && effect.startsWith('keeps it from'));
  if (others.length > 0)
    findings.push({
      code: 'kept_awake_by_others',
      severity: 'info',
      message: `it is kept awake by ${[...new Set(others.map(({ process }) => process))].join(', ')}`,
      evidence: others.map(({ process, pid, type, name }) =>
        `${process} (${pid}) ${type} ${name ?? ''}`.trim(),
      ),
    });
  return findings;
}

function lidWords(settings: Record<string, string>, hasLid: boolean, masked: boolean): string {
  if (!hasLid) return 'it has no lid, or none that can be asked';
  if (masked) return 'closing the lid does not put it to sleep: sleep is switched off';
  const does = settings['HandleLidSwitch'];
  if (does === undefined) return 'what closing the lid does cannot be told: logind does not answer';
  const docked = settings['HandleLidSwitchDocked'];
  const also = docked === undefined || docked === does ? '' : `; with a display connected: "${docked}"`;
  return does === 'ignore'
    ? `closing the lid changes nothing${also}`
    : `closing the lid does "${does}", whatever holds it awake${also}`;
}

function wordsOf(error: unknown): string {
  const { stderr, code, path } = error as { stderr?: unknown; code?: unknown; path?: unknown };
  if (code === 'ENOENT') return `${typeof path === 'string' ? path : 'what tells it'} is not there`;
  if (typeof stderr === 'string' && stderr.trim() !== '') return stderr.trim().slice(0, 300);
  return error instanceof Error ? error.message : String(error);
}
