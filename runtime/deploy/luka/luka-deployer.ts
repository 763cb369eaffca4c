/**
 * Deploys Luka: a new release beside the ones before, the link switched, the service started anew, and everything
 * looked at. What fails is undone, and the release before runs again; what was interrupted is ended or undone later.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { DeployCheck, DeployReport } from '#shared/nouns/deployment.ts';
import type { Clock } from '../../clock.ts';
import type { HomeLayout } from '../../home/layout.ts';
import { checkDeployed } from './checks.ts';
import type { ChosenNode } from './choose-node.ts';
import { DeployedFile } from './deployed-file.ts';
import { JournalFile, type Journal } from './journal.ts';
import { lastLines } from './last-lines.ts';
import { packageFiles } from './package-files.ts';
import { plannedSteps } from './planned-steps.ts';
import { ReleaseShelf, type LukaRelease } from './release-shelf.ts';
import { ReportDesk } from './report-desk.ts';
import type { RunningLuka } from './running-luka.ts';
import type { ServiceKeeper } from './service-keeper.ts';
import { serviceSpec } from './service-spec.ts';
import { SwitchOver, type Steps } from './switch-over.ts';

export interface LukaDeployerOptions {
  readonly layout: HomeLayout;
  readonly service: ServiceKeeper;
  readonly running: RunningLuka;
  readonly clock: Clock;
  /** What the service is given besides a PATH and the home: ports, where they were set. */
  readonly env: Readonly<Record<string, string>>;
  /** How long a Luka may take until it answers, ms. Default 60 s. */
  readonly waitMs?: number | undefined;
  /** Hears of each step when it begins. */
  readonly onStep?: ((words: string) => void) | undefined;
}

export interface DeployRequest {
  readonly packageRoot: string;
  readonly version: string;
  readonly node: ChosenNode;
  /** How many releases before it stay. */
  readonly keep: number;
  /** End a Luka that the service did not start. */
  readonly replace: boolean;
  readonly dryRun: boolean;
}

export class LukaDeployer {
  readonly #options: LukaDeployerOptions;
  readonly #shelf: ReleaseShelf;
  readonly #journal: JournalFile;
  readonly #deployed: DeployedFile;
  readonly #over: SwitchOver;
  readonly #desk: ReportDesk;

  constructor(options: LukaDeployerOptions) {
    this.#options = options;
    this.#shelf = new ReleaseShelf(options.layout.releases.luka);
    this.#journal = new JournalFile(options.layout.releases.luka);
    this.#deployed = new DeployedFile(options.layout.releases.luka);
    this.#desk = new ReportDesk(options);
    this.#over = new SwitchOver({
      ...this.#luka,
      waitMs: options.waitMs ?? 60_000,
      say: (words) => this.#say(words),
    });
  }

  /**
   * @returns what was done; also where it failed and was undone
   * @throws LukaError deploy_busy, deploy_unbuilt, deploy_other_running, node_too_old, disk_full: nothing was changed
   */
  async deploy(request: DeployRequest): Promise<DeployReport> {
    const files = await packageFiles(request.packageRoot);
    if (request.dryRun) return this.#plan(request, files.length);
    const journal = await this.#begin('deploy');
    let release: LukaRelease;
    try {
      await this.#refuseOthers(request.replace);
      this.#say(`copying ${files.length} files`);
      const { node, version, packageRoot: from } = request;
      const path = node.within ? await this.#shelf.keepNode(node.path, node.version) : node.path;
      release = await this.#shelf.install(files, { version, from, node: path, at: this.#desk.now() });
    } catch (error) {
      await this.#journal.end();
      throw error;
    }
    const steps: Steps = [done('copy', `${release.name}, ${release.files.length} files`)];
    const report = await this.#change(journal, release, steps, request.replace);
    if (report.outcome === 'done') {
      const removed = await this.#shelf.prune(request.keep);
      if (removed.length > 0) report.steps.push(done('prune', `removed ${removed.join(', ')}`));
    } else if (report.outcome === 'rolled_back') await this.#shelf.remove(release.name);
    return this.#desk.file(report);
  }

  /**
   * Back to the release before the current one.
   * @throws LukaError release_unknown, deploy_busy, deploy_other_running
   */
  async rollback({ replace, dryRun }: Pick<DeployRequest, 'replace' | 'dryRun'>): Promise<DeployReport> {
    const journal = dryRun ? undefined : await this.#begin('rollback');
    try {
      return await this.#rollBack(journal, replace);
    } catch (error) {
      // Nothing was changed: a change that fails is a report.
      if (journal) await this.#journal.end();
      throw error;
    }
  }

  async #rollBack(journal: Journal | undefined, replace: boolean): Promise<DeployReport> {
    const releases = await this.#shelf.list();
    const now = await this.#shelf.currentName();
    const current = releases.find(({ name }) => name === now);
    const wanted = releases.find(({ number }) => current !== undefined && number < current.number);
    if (!wanted)
      throw new LukaError('release_unknown', {
        message: 'there is no release of Luka before the current one',
      });
    if (!journal)
      return this.#desk.make('rollback', 'planned', {
        release: wanted.name,
        before: now,
        steps: plannedSteps(),
      });
    await this.#refuseOthers(replace);
    return this.#desk.file(await this.#change(journal, wanted, [], replace));
  }

  /** Looks at everything again; what an interrupted deployment left is put right first. */
  async verify(): Promise<DeployReport> {
    const repaired = await this.repair();
    const release = await this.#shelf.currentName();
    if (release === undefined)
      throw new LukaError('verify_failed', {
        message: 'Luka was never deployed here',
        remedy: 'run: luka deploy',
      });
    const at = this.#desk.now();
    const deployed = await this.#deployed.read();
    const unit = deployed?.release === release ? deployed.unit : undefined;
    const checks = await checkDeployed(this.#luka, { release, unit });
    const outcome = checks.every(({ ok }) => ok) ? 'done' : 'failed';
    return this.#desk.file(
      this.#desk.make('verify', outcome, { at, release, checks, steps: repaired?.steps ?? [] }),
    );
  }

  /**
   * Ends or undoes what an interrupted deployment left.
   * @returns undefined where there is nothing to put right
   */
  async repair(): Promise<DeployReport | undefined> {
    const left = await this.#journal.leftBehind();
    if (!left) return undefined;
    this.#say(`a ${left.action} of ${left.at} was interrupted`);
    await this.#shelf.dropStaged();
    if (!left.undo || left.to === undefined) {
      await this.#journal.end();
      return this.#desk.file(
        this.#desk.make('repair', 'done', { steps: [done('repair', 'nothing had been switched')] }),
      );
    }
    const { to, undo, unit } = left;
    const whole = await checkDeployed(this.#luka, { release: to, unit });
    if (unit !== undefined && whole.every(({ ok }) => ok)) {
      await this.#deployed.write({ release: to, unit });
      await this.#journal.end();
      const steps = [done('repair', `${to} had been reached`)];
      return this.#desk.file(
        this.#desk.make('repair', 'done', { release: to, before: undo.release, checks: whole, steps }),
      );
    }
    const steps: Steps = [];
    const { outcome, checks } = await this.#over.back(undo, steps);
    if (left.action === 'deploy' && outcome === 'rolled_back') await this.#shelf.remove(to);
    if (outcome === 'rolled_back') await this.#journal.end();
    return this.#desk.file(
      this.#desk.make('repair', outcome, { release: to, before: undo.release, steps, checks }),
    );
  }

  /** Puts right what was left first; what cannot be is what this one goes back to, where it fails. */
  async #begin(action: Journal['action']): Promise<Journal> {
    const repaired = await this.repair();
    const left = repaired?.outcome === 'stuck' ? await this.#journal.leftBehind() : undefined;
    if (left) await this.#journal.end();
    const journal = await this.#journal.begin(action, this.#desk.now());
    if (!left?.undo) return journal;
    const inherited = { ...journal, undo: left.undo, to: left.to, unit: left.unit };
    await this.#journal.write(inherited);
    return inherited;
  }

  get #luka() {
    return { service: this.#options.service, running: this.#options.running, shelf: this.#shelf };
  }

  /** Stops, switches, writes, starts and looks; undoes all of it where one of them fails. */
  async #change(
    journal: Journal,
    release: LukaRelease,
    steps: Steps,
    replace: boolean,
  ): Promise<DeployReport> {
    const { service, layout, env } = this.#options;
    const specOf = (current: string) => serviceSpec(layout, { current }, { node: release.node, env });
    const spec = specOf(this.#shelf.current);
    const unit = service.render(spec);
    const undo = journal.undo ?? (await this.#over.before());
    const about = { at: journal.at, release: release.name, before: undo.release };
    // As it will be once the link leads to the release: it leads elsewhere yet, or nowhere.
    const faults = await service.faults(service.render(specOf(this.#shelf.folderOf(release.name))));
    if (faults.length > 0) {
      // Nothing was ended yet, so there is nothing to begin again.
      if (!journal.undo) await this.#journal.end();
      return this.#desk.make(journal.action, 'rolled_back', { ...about, steps, message: faults.join('\n') });
    }
    await this.#journal.write({ ...journal, to: release.name, unit, undo });
    let checks: DeployCheck[] = [];
    try {
      await this.#over.forward({ release: release.name, unit, replace }, steps, (seen) => (checks = seen));
      await this.#deployed.write({ release: release.name, unit });
      await this.#journal.end();
      return this.#desk.make(journal.action, 'done', { ...about, steps, checks });
    } catch (error) {
      const said = await lastLines(spec.err);
      const message = [error instanceof Error ? error.message : String(error), ...said].join('\n');
      const undone = await this.#over.back(undo, steps);
      if (undone.outcome === 'rolled_back') await this.#journal.end();
      // What the new one failed by is the news; how the one before does is told by the outcome.
      return this.#desk.make(journal.action, undone.outcome, { ...about, steps, checks, message });
    }
  }

  async #refuseOthers(replace: boolean): Promise<void> {
    const pid = await this.#over.stranger();
    if (pid !== undefined && !replace)
      throw new LukaError('deploy_other_running', {
        message: `Luka runs with this home already (pid ${pid}), and ${this.#options.service.name} did not start it`,
      });
  }

  async #plan({ version, node }: DeployRequest, files: number): Promise<DeployReport> {
    const releases = await this.#shelf.list();
    const number = Math.max(0, ...releases.map((release) => release.number)) + 1;
    const name = `${version}-${number}`;
    const steps = [
      {
        step: 'copy',
        state: 'planned' as const,
        note: `${files} files to ${this.#shelf.folderOf(name)}, with ${node.path}`,
      },
      ...plannedSteps(),
    ];
    return this.#desk.make('deploy', 'planned', {
      release: name,
      before: await this.#shelf.currentName(),
      steps,
    });
  }

  #say(words: string): void {
    this.#options.onStep?.(words);
  }
}

function done(step: string, note: string): Steps[number] {
  return { step, state: 'done', note };
}
