/**
 * Changes of LaunchAgents as transactions: linted, kept as it was, done, proved, or undone. What a change does is a plan
 * of two sides (change-plan.ts, agent-planner.ts); how it is done is one and the same (change-runner.ts).
 */
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentChange } from '#shared/nouns/agent.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { isoAt, type Clock } from '../../clock.ts';
import type { AuditLog } from '../../governance/audit/audit-log.ts';
import { replaceFile } from '../../home/atomic-file.ts';
import type { Store } from '../../store/store.ts';
import type { Launchctl } from '../launchctl/launchctl.ts';
import type { MachineFacts } from '../lint/facts.ts';
import {
  AgentPlanner,
  type AgentEdit,
  type AgentFix,
  type AgentStateChange,
  type JudgedPlan,
} from './agent-planner.ts';
import { bytesOf } from './change-plan.ts';
import { ChangeLocks } from './change-locks.ts';
import { ChangeRows } from './change-rows.ts';
import { ChangeRunner } from './change-runner.ts';
import { changeTexts, plannedChange } from './change-texts.ts';
import { LaunchdView } from './launchd-view.ts';
import { rootCommandsOf } from './migrate-plan.ts';
import { CHANGE_LIMITS, Mover, type ChangeLimits } from './mover.ts';
import { ownFolderOf, type PlistFolder } from './plist-files.ts';
import { probeTcpPort, type ProbePort } from './verify-change.ts';
import { orNothingLoaded } from './without-launchd.ts';

export interface AgentChangesOptions {
  readonly launchctl: Launchctl;
  readonly store: Store;
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** Of the person whose agents these are. */
  readonly facts: MachineFacts;
  /** Whose plists may be changed; plists elsewhere are read-only. */
  readonly folders: readonly PlistFolder[];
  /** Where LaunchDaemons are: `/Library/LaunchDaemons` of `system`. */
  readonly daemons: PlistFolder;
  /** Where plists are kept as they were; made when it is needed. */
  readonly snapshots: string;
  readonly isRoot: boolean;
  readonly onError: (error: unknown) => void;
  readonly limits?: Partial<ChangeLimits> | undefined;
  readonly probePort?: ProbePort | undefined;
}

export interface ChangeOptions {
  readonly actor: Actor;
  /** Plans it, and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** What has to hold afterwards besides what the plist says. */
  readonly expect?: { readonly port: number } | undefined;
}

/**
 * All of them answer with the change as it ended: `done`, `rolled_back` or `stuck` (with a message), or `planned` for a
 * dry run. They throw only where nothing was begun, or where the journal itself cannot be written.
 */
export class AgentChanges {
  readonly #options: AgentChangesOptions;
  readonly #rows: ChangeRows;
  readonly #runner: ChangeRunner;
  readonly #locks = new ChangeLocks();

  constructor(options: AgentChangesOptions) {
    this.#options = options;
    this.#rows = new ChangeRows(options);
    const limits = { ...CHANGE_LIMITS, ...options.limits };
    const mover = new Mover({ launchctl: options.launchctl, clock: options.clock, limits });
    const { clock, snapshots, onError, probePort = probeTcpPort } = options;
    this.#runner = new ChangeRunner({
      mover,
      clock,
      limits,
      probePort,
      rows: this.#rows,
      snapshots,
      onError,
    });
  }

  /**
   * A new plist, loaded.
   * @param draft `file`: absolute, in one of the folders
   * @throws LukaError agent_exists, agent_invalid, agent_read_only, agent_busy, launchd_absent, launchctl_failed
   */
  create(
    draft: { readonly file: string; readonly text: string },
    options: ChangeOptions,
  ): Promise<AgentChange> {
    const { file, text } = draft;
    return this.#alone(file, options, (planner, folder) => planner.create(file, text, folder));
  }

  /**
   * Another text; loaded anew where it was loaded, or where only its errors kept it from that. Errors that were there
   * before are forgiven, new ones are not.
   * @throws LukaError agent_changed, agent_exists, agent_invalid, agent_read_only, agent_unknown, agent_busy,
   * launchd_absent, launchctl_failed
   */
  edit(edit: AgentEdit, options: ChangeOptions): Promise<AgentChange> {
    return this.#alone(edit.file, options, (planner, folder) => planner.edit(edit, folder));
  }

  /**
   * Mends what can be mended safely, missing folders of logs included.
   * @throws LukaError agent_nothing_to_fix, and those of `edit`
   */
  fix(fix: AgentFix, options: ChangeOptions): Promise<AgentChange> {
    return this.#alone(fix.file, options, (planner, folder) => planner.fix(fix, folder));
  }

  /**
   * `enable`: launchd may load it, and does. `disable`: it is unloaded, and stays so through restarts. `remove`: its
   * plist goes, too; a rollback gives it back.
   * @throws LukaError as `edit`
   */
  setState(change: AgentStateChange, options: ChangeOptions): Promise<AgentChange> {
    return this.#alone(change.file, options, (planner, folder) => planner.setState(change, folder));
  }

  /**
   * Brings files and jobs back to what they were before a change, whatever happened to them since: that is kept, too,
   * and a rollback of the rollback brings it back.
   * @throws LukaError change_unknown, agent_busy, agent_read_only, agent_exists, launchd_absent, launchctl_failed
   */
  async rollback(id: number, options: ChangeOptions): Promise<AgentChange> {
    const earlier = this.#rows.planOf(id);
    if (!earlier) throw new LukaError('change_unknown', { message: `there is no change ${id}` });
    const files = earlier.files.map(({ path }) => path);
    return this.#locks.hold(files, async () => {
      for (const file of files) await this.#folderOf(file);
      return this.#finish(await this.#planner(options).rollback(id, earlier), options);
    });
  }

  /**
   * Makes an agent a LaunchDaemon that runs as `user`. Without root it is a plan, with the commands that root runs.
   * @throws LukaError as `edit`
   */
  async migrate(
    migration: { readonly file: string; readonly user: string; readonly hash?: string | undefined },
    options: ChangeOptions,
  ): Promise<{ change: AgentChange; commands: readonly string[] }> {
    const { isRoot, daemons } = this.#options;
    let commands: readonly string[] = [];
    const dryRun = options.dryRun === true || !isRoot;
    const change = await this.#alone(migration.file, { ...options, dryRun }, async (planner, agent) => {
      const made = await planner.migrate(migration, agent, daemons);
      if (!isRoot) commands = await this.#stage(made);
      return made;
    });
    return { change, commands };
  }

  /** Newest first. */
  history(query: { label?: string | undefined; before?: number | undefined; limit: number }): {
    changes: AgentChange[];
    next?: number;
  } {
    return this.#rows.list(query);
  }

  /** @throws LukaError change_unknown */
  get(id: number): AgentChange {
    const change = this.#rows.get(id);
    if (!change) throw new LukaError('change_unknown', { message: `there is no change ${id}` });
    return change;
  }

  /**
   * At a start, before any change: finishes or undoes what the last run of Luka left in the middle. What cannot be dealt
   * with now is told and left for the next start; until then its agent is busy.
   * @returns those that ended
   */
  async recover(): Promise<AgentChange[]> {
    const ended: AgentChange[] = [];
    for (const change of this.#rows.going()) {
      const files = change.plan.files.map(({ path }) => path);
      try {
        await this.#locks.hold(files, () => this.#runner.recover(change));
        ended.push(this.get(change.id));
      } catch (error) {
        this.#options.onError(error);
      }
    }
    return ended;
  }

  #alone(
    file: string,
    options: ChangeOptions,
    plan: (planner: AgentPlanner, folder: PlistFolder) => Promise<JudgedPlan>,
  ): Promise<AgentChange> {
    return this.#locks.hold([file], async () => {
      const folder = await this.#folderOf(file);
      return this.#finish(await plan(this.#planner(options), folder), options);
    });
  }

  async #finish(made: JudgedPlan, { actor, dryRun, expect }: ChangeOptions): Promise<AgentChange> {
    const { judged } = made;
    const plan = expect === undefined ? made.plan : { ...made.plan, port: expect.port };
    const texts = changeTexts(plan, judged.findings);
    const labels = plan.jobs.map(({ domain, label }) => `${domain}/${label}`);
    return this.#locks.hold(labels, async () => {
      this.#refuseGoing(made);
      if (dryRun) {
        const at = isoAt(this.#options.clock.now());
        return plannedChange(plan, texts, judged.note, actor.name, at);
      }
      return this.#runner.run(plan, texts, actor, judged.note);
    });
  }

  /** By the journal: what an earlier run of Luka has left. */
  #refuseGoing({ plan }: JudgedPlan): void {
    const files = new Set(plan.files.map(({ path }) => path));
    const other = this.#rows
      .going()
      .find((one) => one.plan.label === plan.label || one.plan.files.some(({ path }) => files.has(path)));
    if (other)
      throw new LukaError('agent_busy', {
        message: `change ${other.id} of ${other.plan.label} has not ended`,
      });
  }

  /** The daemon's plist where root can take it from. @returns what root runs */
  async #stage({ plan }: JudgedPlan): Promise<string[]> {
    const { snapshots } = this.#options;
    await mkdir(snapshots, { recursive: true, mode: 0o700 });
    const staged = join(snapshots, `daemon-${basename(plan.file)}`);
    await replaceFile(staged, bytesOf(plan.files[1]!.after)!);
    return rootCommandsOf(plan, staged);
  }

  #folderOf(file: string): Promise<PlistFolder> {
    const { folders, daemons, launchctl, isRoot } = this.#options;
    const own = isRoot ? [...folders, daemons] : folders;
    return ownFolderOf(file, own, { uid: launchctl.uid, isRoot });
  }

  #planner({ dryRun }: Pick<ChangeOptions, 'dryRun'>): AgentPlanner {
    const { launchctl, facts } = this.#options;
    return new AgentPlanner(new LaunchdView(dryRun ? orNothingLoaded(launchctl) : launchctl), facts);
  }
}
