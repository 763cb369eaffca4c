/** What the doctor makes of what a Mac says. Each finding has the line that shows it. */
import type { PowerFinding, SleepEvent } from '#shared/nouns/power-report.ts';
import type { PowerSettings, PowerValues } from '../../headless/read-pmset.ts';
import { keepsFromSleep, type AssertionReading } from './read-assertions.ts';

/** What the newest sleep and the newest wake were for. */
export function sleepFindings(events: readonly SleepEvent[]): PowerFinding[] {
  const asleep = events.filter(({ kind }) => kind === 'sleep');
  // Going back to sleep after a dark wake is no news: why it fell asleep at first is.
  const first = asleep.findLast(
    ({ why }) => why !== undefined && !why.startsWith('it had woken in the dark'),
  );
  const last = first ?? asleep.at(-1);
  if (!last) return [];
  return [
    {
      code: 'slept',
      severity: 'info',
      message:
        last.why === undefined
          ? 'it slept; why is only said in the words of the system'
          : `it slept because ${last.why}`,
      evidence: [`${last.at} ${last.text}`],
    },
  ];
}

interface Rule {
  readonly name: string;
  readonly bad: (value: number, all: PowerValues) => boolean;
  readonly finding: (value: number) => Omit<PowerFinding, 'evidence'>;
}

const command = (name: string, value: string): string => `sudo pmset -c ${name} ${value}`;

/** On the charger: on battery a Mac is meant to sleep. */
const RULES: readonly Rule[] = [
  {
    name: 'sleep',
    bad: (minutes) => minutes !== 0,
    finding: (minutes) => ({
      code: 'sleeps_when_idle',
      severity: 'warning',
      message: `on its charger it falls asleep after ${minutes} min without use: between runs nothing keeps it awake, and what is due then is missed`,
      remedy: 'plan wakes for what matters, hold it awake, or let it never sleep on its charger',
      command: command('sleep', '0'),
    }),
  },
  {
    name: 'disksleep',
    bad: (minutes) => minutes !== 0,
    finding: (minutes) => ({
      code: 'disks_sleep',
      severity: 'info',
      message: `disks are stopped after ${minutes} min: the first access of a run may take seconds`,
      command: command('disksleep', '0'),
    }),
  },
  {
    name: 'womp',
    bad: (on, all) => on === 0 && all.get('sleep') !== '0',
    finding: () => ({
      code: 'not_woken_by_network',
      severity: 'warning',
      message:
        'nothing wakes it over the network: a webhook or a person at another machine does not reach it in sleep',
      command: command('womp', '1'),
    }),
  },
  {
    name: 'autorestart',
    bad: (on) => on === 0,
    finding: () => ({
      code: 'stays_off',
      severity: 'warning',
      message: 'after a power failure it stays off until somebody starts it',
      command: command('autorestart', '1'),
    }),
  },
  {
    name: 'powernap',
    bad: (on, all) => on === 1 && all.get('sleep') !== '0',
    finding: () => ({
      code: 'dark_wakes',
      severity: 'info',
      message:
        'it wakes in the dark for its own business (Power Nap): runs may go for a minute then and be frozen again',
      command: command('powernap', '0'),
    }),
  },
  {
    name: 'standby',
    bad: (on, all) => on === 1 && all.get('sleep') !== '0',
    finding: () => ({
      code: 'deep_sleep',
      severity: 'info',
      message:
        'after hours of sleep it goes into deep sleep: waking takes longer then, and the network cannot wake it',
      command: command('standby', '0'),
    }),
  },
  {
    name: 'tcpkeepalive',
    bad: (on, all) => on === 0 && all.get('sleep') !== '0',
    finding: () => ({
      code: 'connections_dropped',
      severity: 'info',
      message:
        'connections are not kept in sleep: what waits for an answer over the network fails when it wakes',
      command: command('tcpkeepalive', '1'),
    }),
  },
  {
    name: 'ttyskeepawake',
    bad: (on) => on === 0,
    finding: () => ({
      code: 'sessions_do_not_hold',
      severity: 'info',
      message: 'a session over SSH does not keep it awake',
      command: command('ttyskeepawake', '1'),
    }),
  },
];

/** @param inForce of `pmset -g`. @param sources of `pmset -g custom` */
export function settingFindings(
  inForce: ReadonlyMap<string, string>,
  { ac, battery }: PowerSettings,
): PowerFinding[] {
  const values = ac ?? inForce;
  const where = ac ? 'pmset -g custom, AC Power' : 'pmset -g';
  const findings = RULES.flatMap(({ name, bad, finding }): PowerFinding[] => {
    const value = values.get(name);
    if (value === undefined || !/^\d+$/.test(value) || !bad(Number(value), values)) return [];
    return [{ ...finding(Number(value)), evidence: [`${where}: ${name} ${value}`] }];
  });
  if (values.get('sleep') === '0')
    findings.unshift({
      code: 'never_sleeps_when_idle',
      severity: 'ok',
      message: 'on its charger it does not fall asleep for want of use',
      evidence: [`${where}: sleep 0`],
    });
  const own = battery?.get('sleep');
  if (own !== undefined && own !== '0')
    findings.push({
      code: 'sleeps_on_battery',
      severity: 'info',
      message: `on battery it falls asleep after ${own} min without use`,
      evidence: [`pmset -g custom, Battery Power: sleep ${own}`],
    });
  return [...findings, ...wholeSystem(inForce)];
}

function wholeSystem(inForce: ReadonlyMap<string, string>): PowerFinding[] {
  const findings: PowerFinding[] = [];
  if (inForce.get('SleepDisabled') === '1')
    findings.push({
      code: 'sleep_disabled',
      severity: 'warning',
      message: 'sleep is switched off altogether, with a closed lid too: in a bag it gets hot and runs empty',
      evidence: ['pmset -g: SleepDisabled 1'],
      command: 'sudo pmset -a disablesleep 0',
    });
  const low = inForce.get('lowpowermode') ?? inForce.get('powermode');
  if (low === '1')
    findings.push({
      code: 'low_power_mode',
      severity: 'info',
      message: 'it is in low-power mode: runs take longer',
      evidence: [`pmset -g: ${inForce.has('lowpowermode') ? 'lowpowermode' : 'powermode'} 1`],
    });
  if (inForce.get('hibernatemode') === '25')
    findings.push({
      code: 'hibernates',
      severity: 'info',
      message: 'its sleep is hibernation: planned wakes work, the network does not wake it',
      evidence: ['pmset -g: hibernatemode 25'],
    });
  return findings;
}

/** @param prevented who holds sleep up, by the short list of `pmset -g` */
export function awakeFindings(
  reading: AssertionReading | undefined,
  prevented: readonly string[],
): PowerFinding[] {
  if (!reading?.understood) return [];
  const others = reading.assertions.filter((one) => keepsFromSleep(one) && !one.own);
  if (others.length > 0)
    return [
      {
        code: 'kept_awake_by_others',
        severity: 'info',
        message: `it is kept awake by ${[...new Set(others.map(({ process }) => process))].join(', ')}`,
        evidence: others.map(
          (one) => `${one.process} (${one.pid}) ${one.type}${one.name ? ` "${one.name}"` : ''}`,
        ),
      },
    ];
  if (prevented.length > 0)
    return [
      {
        code: 'kept_awake_by_others',
        severity: 'info',
        message: `sleep is held up by ${prevented.join(', ')}`,
        evidence: [`pmset -g: sleep prevented by ${prevented.join(', ')}`],
      },
    ];
  const own = reading.assertions.some((one) => one.own);
  return own
    ? []
    : [
        {
          code: 'nothing_keeps_awake',
          severity: 'info',
          message: 'nothing keeps it awake just now',
          evidence: ['pmset -g assertions: no assertion that prevents sleep'],
        },
      ];
}

export function lidWords(
  lid: { state: 'open' | 'closed'; sleeps: boolean | undefined } | undefined,
  settings: ReadonlyMap<string, string>,
): string {
  if (settings.get('SleepDisabled') === '1')
    return 'closing the lid changes nothing: sleep is switched off altogether';
  if (!lid) return 'it has no lid, or none that can be asked';
  const sleeps = 'it sleeps when the lid is closed, whatever holds it awake and whatever runs';
  if (lid.sleeps === false)
    return 'it stays awake with the lid closed as things are now: a display and a charger are connected. Without them it sleeps';
  return lid.sleeps === true
    ? `${sleeps}, unless a display and a charger are connected`
    : `${sleeps}; whether a display keeps it awake cannot be told`;
}
