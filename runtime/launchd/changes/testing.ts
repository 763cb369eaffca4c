/** A machine of one's own for tests of changes: real files and a real ledger, launchd and time made up. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { AuditLog } from '../../governance/audit/audit-log.ts';
import { Durability } from '../../store/durability.ts';
import { openDatabase } from '../../store/open-database.ts';
import { Store } from '../../store/store.ts';
import type { Launchctl, LaunchctlAnswer } from '../launchctl/launchctl.ts';
import { createMachineFacts } from '../lint/machine-facts.ts';
import { startsAtLoad } from '../standin/job-plist.ts';
import type { LaunchdSettings } from '../standin/launchd-state.ts';
import { createModelLaunchctl } from '../standin/model-launchctl.ts';
import { plistOf, xmlArray, xmlString } from '../standin/testing.ts';
import { AgentChanges, type AgentChangesOptions } from './agent-changes.ts';

/** Time passes only when somebody waits, and then at once. */
export class PassingClock implements Clock {
  #ms = 0;

  now(): number {
    return Date.UTC(2026, 0, 1) + this.#ms;
  }

  monotonic(): number {
    return this.#ms;
  }

  after(ms: number, call: () => void): () => void {
    const timer = setImmediate(() => {
      this.#ms += ms;
      call();
    });
    return () => clearImmediate(timer);
  }
}

/** Stands between Luka and launchd. */
export type Meddler = (
  args: readonly string[],
  call: number,
  go: () => Promise<LaunchctlAnswer>,
) => Promise<LaunchctlAnswer>;

/** An agent as it is, looked at without Luka. */
export interface Picture {
  readonly text: string | null;
  readonly mode: number | null;
  readonly loaded: boolean;
  readonly disabled: boolean;
  readonly running: boolean;
}

export const ACTOR = { name: 'me', role: 'person' } as const;
/** Of the person: not root, whoever runs the test. */
export const UID = process.getuid?.() || 501;

/** Kept alive unless it is given another trigger. */
export function jobText(
  label: string,
  program = '/made-up/serve',
  keys: Record<string, string> = {},
): string {
  const trigger = Object.keys(keys).length === 0 ? { KeepAlive: '<true/>' } : keys;
  return plistOf({ Label: xmlString(label), ProgramArguments: xmlArray(program), ...trigger });
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** In memory where there is such a place: thousands of machines are made, each with syncs of its own. */
const BASE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export async function openMachine(settings: LaunchdSettings = {}) {
  const folder = await mkdtemp(join(BASE, 'luka-test-'));
  const home = join(folder, 'me');
  const agents = join(home, 'Library', 'LaunchAgents');
  const daemons = join(folder, 'LaunchDaemons');
  await mkdir(agents, { recursive: true });
  await mkdir(daemons);
  const clock = new PassingClock();
  const launchd = createModelLaunchctl({
    uid: UID,
    clock,
    settings,
    programs: [
      ['/made-up/serve', {}],
      ['/made-up/slow', { dyingMs: 3_000 }],
      ['/made-up/deaf', { dyingMs: Infinity }],
      ['/made-up/once', { lifeMs: 50 }],
      ['/made-up/fails', { lifeMs: 20, code: 1 }],
    ],
  });
  const facts = createMachineFacts(home);
  const errors: unknown[] = [];
  const opened: { durability: Durability; store: Store }[] = [];
  const database = join(folder, 'luka.db');
  let meddler: Meddler = (_args, _call, go) => go();
  let calls = 0;
  const launchctl: Launchctl = {
    uid: UID,
    run(args) {
      calls += 1;
      return meddler(args, calls, () => launchd.run(args));
    },
  };
  /** Another Luka on the same home. */
  const luka = (options: Partial<AgentChangesOptions> & { sync?: () => Promise<void> } = {}) => {
    const durability = new Durability(`${database}-wal`, options.sync ?? (() => Promise.resolve()));
    const onError = (error: unknown) => void errors.push(error);
    const store = new Store({ db: openDatabase(database, 0).db, clock, durability, onError });
    opened.push({ durability, store });
    const audit = new AuditLog({ store, clock });
    const changes = new AgentChanges({
      launchctl,
      store,
      audit,
      clock,
      facts: {
        ...facts,
        look: async (path) => (launchd.programs.has(path) ? 'executable' : facts.look(path)),
      },
      folders: [{ path: agents, domain: `gui/${UID}` }],
      daemons: { path: daemons, domain: 'system' },
      snapshots: join(folder, 'snapshots'),
      isRoot: true,
      onError,
      ...options,
    });
    return { changes, store, audit };
  };
  const fileOf = (label: string) => join(agents, `${label}.plist`);
  return {
    home,
    agents,
    domain: `gui/${UID}`,
    daemons,
    clock,
    launchd,
    errors,
    luka,
    fileOf,
    /** From now on. Calls are counted from 1. */
    meddle(next: Meddler) {
      calls = 0;
      meddler = next;
    },
    calls: () => calls,
    behave() {
      meddler = (_args, _call, go) => go();
    },
    /** Puts an agent there, as if it had been there always. */
    async put(label: string, text: string, options: { load?: boolean; mode?: number } = {}): Promise<string> {
      const file = fileOf(label);
      await writeFile(file, text);
      await chmod(file, options.mode ?? 0o644);
      if (options.load !== false) await launchd.run(['bootstrap', `gui/${UID}`, file]);
      return file;
    },
    async picture(label: string, file = fileOf(label), domain = `gui/${UID}`): Promise<Picture> {
      // Lets launchd do what is due.
      await launchd.run(['list']);
      const text = await readFile(file, 'utf8').catch(() => null);
      const mode = text === null ? null : (await stat(file)).mode & 0o777;
      const found = launchd.model.find(domain, label);
      const service = found?.leaving ? undefined : found;
      const stored = launchd.model.disabledIn(domain)[label];
      return {
        text,
        mode,
        loaded: service !== undefined,
        disabled: stored ?? text?.includes('<key>Disabled</key>') === true,
        running: service !== undefined && service.pid !== undefined && startsAtLoad(service.job),
      };
    },
    async [Symbol.asyncDispose]() {
      for (const { durability, store } of opened) {
        // One that hangs in its sync is not waited for.
        await Promise.race([durability.close(), new Promise((resolve) => setTimeout(resolve, 20))]);
        store.close();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Machine = Awaited<ReturnType<typeof openMachine>>;
