/** The rooms of what other schedulers keep: agents of launchd, how Luka takes them over, and imports. */
import { userInfo } from 'node:os';
import type { Clock } from './clock.ts';
import { runProgram } from './conditions/run-program.ts';
import type { HomeLayout } from './home/layout.ts';
import type { SettingsStore } from './home/settings.ts';
import { ImportService } from './import/import-service.ts';
import { createAdoptions } from './launchd/adopt/create-adoptions.ts';
import { createLaunchd } from './launchd/create-launchd.ts';
import { createLaunchctl } from './launchd/launchctl/system-launchctl.ts';
import { sleepHours } from './power/sleep-hours.ts';
import type { RunQueries } from './runs/run-queries.ts';
import type { Safety } from './safety/create-safety.ts';
import type { SecretStore } from './safety/secrets/stores/secret-store.ts';
import type { Schedule } from './schedule/create-schedule.ts';
import type { Store } from './store/store.ts';
import type { TaskRegistry } from './tasks/ports.ts';
import { createLoginSession } from './triggers/login-session.ts';

export interface AgentOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly settings: SettingsStore;
  readonly env: NodeJS.ProcessEnv;
  readonly personHome: string;
  readonly queries: RunQueries;
  readonly registry: TaskRegistry;
  readonly safety: Safety;
  readonly schedule: Schedule;
  readonly secrets: () => Promise<SecretStore>;
  readonly onError: (error: unknown, context: string) => void;
}

export function createAgents(options: AgentOptions) {
  const { store, clock, env, personHome, registry, safety, schedule, onError } = options;
  const loginSession = createLoginSession({ run: runProgram });
  const launchd = createLaunchd({
    launchctl: createLaunchctl({ platform: process.platform, env, uid: process.getuid?.() ?? 0 }),
    store,
    audit: safety.audit,
    clock,
    home: personHome,
    path: env['PATH'],
    others: () => options.settings.get().agentFolders,
    habits: {
      isHeadless: async () => {
        // Elsewhere launchd is not, and nothing asks.
        if (process.platform !== 'darwin') return undefined;
        return (await loginSession.current().catch(() => 'cannot tell')) === undefined;
      },
      sleepHours: () => {
        const away = schedule.absences.since(0);
        const slept = away.filter(({ kind }) => kind === 'sleep');
        // Luka has looked at least since the first thing that it remembers.
        return sleepHours(slept, away[0]?.from ?? clock.now(), clock.now());
      },
    },
    snapshots: options.layout.snapshots,
    systemd: process.platform === 'linux' && env['LUKA_LAUNCHCTL'] === undefined ? env : undefined,
    onError: (error) => onError(error, 'launchd'),
  });
  const adoptions = createAdoptions({
    store,
    clock,
    tasks: registry,
    queries: options.queries,
    secrets: options.secrets,
    changes: launchd.changes,
    home: personHome,
    onError: (error) => onError(error, 'launchd'),
  });
  const imports = new ImportService({
    registry,
    user: userInfo().username,
    writeTask: async (id, text) => void (await registry.add(id, text)),
  });
  return { launchd, adoptions, imports };
}
