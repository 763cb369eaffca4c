/** The room of LaunchAgents put together. */
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { onFolderEvents } from '../conditions/folder-events.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import type { Store } from '../store/store.ts';
import { createJournal } from '../systemd/journal.ts';
import { createSystemctl } from '../systemd/systemctl.ts';
import { UnitDesk } from '../systemd/unit-desk.ts';
import { surveyUnits } from '../systemd/unit-survey.ts';
import { AgentDesk } from './agent-desk.ts';
import { AgentService } from './agent-service.ts';
import { AgentChanges } from './changes/agent-changes.ts';
import type { ChangeLimits } from './changes/mover.ts';
import type { Launchctl } from './launchctl/launchctl.ts';
import type { MachineFacts } from './lint/facts.ts';
import { createMachineFacts } from './lint/machine-facts.ts';
import { agentFolders } from './scan/agent-folders.ts';
import { AgentShelf } from './scan/agent-shelf.ts';
import { AgentSurveyor } from './scan/agent-survey.ts';
import { Registry } from './scan/registry.ts';
import { RunTimes, processAges } from './scan/run-times.ts';
import { StateMemory } from './scan/state-memory.ts';

export interface LaunchdOptions {
  readonly launchctl: Launchctl;
  readonly store: Store;
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** Of the person, absolute. */
  readonly home: string;
  /** PATH of the person, in which programs of new agents are looked up. */
  readonly path?: string | undefined;
  /** Folders of plists that are looked at, too; absolute. */
  readonly others?: (() => readonly string[]) | undefined;
  /** What is known of the machine besides its files: whether nobody is logged in at its screen, and when it sleeps. */
  readonly habits?: MachineHabits | undefined;
  /** Where plists are kept as they were before a change. */
  readonly snapshots: string;
  /** Where `/Library` is; another place in tests. */
  readonly system?: string | undefined;
  /** Of a machine where systemd may be in launchd's place: what its programs are asked with. */
  readonly systemd?: NodeJS.ProcessEnv | undefined;
  /** How long processes have run; another source in tests. */
  readonly ages?: typeof processAges | undefined;
  /** How long a change waits for launchd. */
  readonly limits?: Partial<ChangeLimits> | undefined;
  readonly onError: (error: unknown) => void;
}

export interface MachineHabits {
  /** Undefined where it cannot be told. */
  isHeadless(): Promise<boolean | undefined>;
  /** Hours of the day, 0 to 23. */
  sleepHours(): ReadonlySet<number>;
}

/** After the start, so that it is not in the way of it. */
const FIRST_LOOK_MS = 3_000;
/** No event tells that a job of launchd began to fail, or how long it runs. */
const LOOK_EVERY_MS = 5 * 60_000;

export type Launchd = ReturnType<typeof createLaunchd>;

export function createLaunchd(options: LaunchdOptions) {
  const { launchctl, store, audit, clock, home, snapshots, onError, system = '/Library' } = options;
  const folders = () => agentFolders(home, options.others?.(), system);
  const runTimes = new RunTimes({ store, ages: options.ages ?? processAges });
  const facts: MachineFacts = {
    ...withHabits(createMachineFacts(home), options.habits),
    usualRunSeconds: (label) => runTimes.usual(label),
  };
  const isRoot = launchctl.uid === 0;
  const units = join(home, '.config', 'systemd', 'user');
  const systemctl = options.systemd && createSystemctl(options.systemd);
  const surveyor = new AgentSurveyor({
    shelf: new AgentShelf({ folders, facts }),
    registry: new Registry({ launchctl, clock }),
    memory: new StateMemory({ store, clock }),
    runTimes,
    isRoot,
    units: systemctl && (() => surveyUnits(systemctl)),
  });
  const journal = options.systemd && createJournal(options.systemd);
  const agents = new AgentService({ surveyor, facts, clock, journal });
  const changes = new AgentChanges({
    launchctl,
    store,
    audit,
    clock,
    facts,
    folders: [{ path: join(home, 'Library', 'LaunchAgents'), domain: `gui/${launchctl.uid}` }],
    daemons: { path: join(system, 'LaunchDaemons'), domain: 'system' },
    snapshots,
    isRoot,
    limits: options.limits,
    onError,
  });
  const desk = new AgentDesk({
    agents,
    changes,
    facts: { ...facts, path: options.path },
    units: systemctl && new UnitDesk({ systemctl, store, audit, clock, folder: units, snapshots }),
  });
  let ends: (() => void)[] = [];
  let looking: Promise<unknown> = Promise.resolve();
  const look = (): void => {
    const before = looking;
    const survey = surveyor.survey().catch(onError);
    // The one before may end after it.
    looking = (async () => void (await Promise.all([before, survey])))();
  };
  /** @returns ends it */
  const everyLook = (): (() => void) => {
    let end = clock.after(FIRST_LOOK_MS, function again() {
      look();
      end = clock.after(LOOK_EVERY_MS, again);
    });
    return () => end();
  };
  return {
    agents,
    changes,
    desk,
    /** How many agents somebody should look at, as they were seen last. */
    trouble: () => surveyor.trouble,
    /** How many are in each state, as they were seen last. */
    states: () => surveyor.states,
    /** Ends what a crash left in the middle of a change. */
    recover: () => changes.recover(),
    /** Looks once, and again whenever plists come, go or change: whoever follows events hears what is another than before. */
    start(): void {
      ends = [
        everyLook(),
        onFolderEvents([...folders().map(({ path }) => path), ...(systemctl ? [units] : [])], clock, look),
      ];
    },
    async stop(): Promise<void> {
      for (const end of ends) end();
      ends = [];
      await looking;
    },
  };
}

function withHabits(facts: MachineFacts, habits: MachineHabits | undefined): MachineFacts {
  if (habits === undefined) return facts;
  return {
    ...facts,
    asleep: (hour) => habits.sleepHours().has(hour),
    isHeadless: () => habits.isHeadless(),
  };
}
