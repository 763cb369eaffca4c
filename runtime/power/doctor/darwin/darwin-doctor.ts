/** The doctor of Macs: asks pmset(1) and ioreg(8), each by itself, so that one that fails leaves the others. */
import type { PowerReport } from '#shared/nouns/power-report.ts';
import { isoAt, type Clock } from '../../../clock.ts';
import { parseLowPower, parsePowerSource } from '../../../conditions/machine-darwin.ts';
import type { RunProgram } from '../../../conditions/run-program.ts';
import { readPmset } from '../../headless/read-pmset.ts';
import { toSource } from '../../source-watch.ts';
import type { PowerDoctor, SleepHistory } from '../ports.ts';
import { awakeFindings, lidWords, settingFindings, sleepFindings } from './findings.ts';
import { readAssertions, type AssertionReading } from './read-assertions.ts';
import { readSched } from './read-sched.ts';
import { preventedBy, readLid, readSettings } from './read-settings.ts';

/** Events that are told; a night of dark wakes has a hundred. */
const MOST = 500;

export interface DarwinDoctorOptions {
  readonly clock: Clock;
  readonly run: RunProgram;
  readonly pmset: string;
  readonly ioreg: string;
  readonly history: SleepHistory;
  /** `TZ` of the machine is wanted here: planned wakes are told in local time. */
  readonly sched: () => Promise<string>;
  readonly ownPids: () => ReadonlySet<number>;
}

export function createDarwinDoctor(options: DarwinDoctorOptions): PowerDoctor {
  const { clock, run, pmset, ioreg, history, sched, ownPids } = options;
  return {
    async examine(window): Promise<PowerReport> {
      const cannotKnow: string[] = [];
      const ask = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
        try {
          return await read();
        } catch (error) {
          cannotKnow.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
          return undefined;
        }
      };
      const [general, custom, batt, held, planned, clamshell, log] = await Promise.all([
        ask('the settings in force', () => run(pmset, ['-g'])),
        ask('the settings of each power source', () => run(pmset, ['-g', 'custom'])),
        ask('what it is fed by', () => run(pmset, ['-g', 'batt'])),
        ask('who keeps it awake', () => run(pmset, ['-g', 'assertions'])),
        ask('planned wakes', sched),
        ask('the lid', () => run(ioreg, ['-r', '-k', 'AppleClamshellState', '-d', '1'])),
        ask('when it slept', () => history.between(window, MOST)),
      ]);
      const settings = readSettings(general ?? '');
      const sources = readPmset(custom ?? '');
      const reading: AssertionReading | undefined =
        held === undefined ? undefined : readAssertions(held, clock.now(), ownPids());
      if (reading && !reading.understood)
        cannotKnow.push('who keeps it awake: what pmset printed is not understood');
      if (general !== undefined && settings.size === 0)
        cannotKnow.push('the settings in force: what pmset printed is not understood');
      const source = batt === undefined ? undefined : parsePowerSource(batt);
      if (source !== undefined && source.ac === undefined)
        cannotKnow.push('what it is fed by: what pmset printed is not understood');
      const lowPower = general === undefined || settings.size === 0 ? undefined : parseLowPower(general);
      const events = log?.events ?? [];
      const lid = clamshell === undefined ? undefined : readLid(clamshell);
      const at = isoAt(clock.now());
      return {
        at,
        platform: 'darwin',
        findings: [
          ...sleepFindings(events),
          ...settingFindings(settings, sources),
          ...awakeFindings(reading, preventedBy(general ?? '')),
        ],
        keepsAwake: reading?.assertions ?? [],
        events: events.toReversed(),
        eventsFrom: isoAt(window.from),
        eventsTo: isoAt(window.to),
        moreEvents: log?.more ?? false,
        scheduled: readSched(planned ?? ''),
        ...(source?.ac === undefined ? {} : { reading: { at, ...toSource({ ...source, lowPower }) } }),
        lid: lidWords(lid, settings),
        settings: Object.fromEntries(settings),
        cannotKnow: [...cannotKnow, ...NEVER_KNOWN],
      };
    },
  };
}

const NEVER_KNOWN = [
  'whether it sleeps when its battery is nearly empty, or too hot: then it does, whatever is held',
  'whether FileVault waits for a password after a restart: until somebody types it, nothing runs',
];
