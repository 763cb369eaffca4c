/** Joins what lies on the disk with what launchd knows: every agent of this machine, with its state and why. */
import { basename } from 'node:path';
import { isAgentTrouble, type AgentSummary, type LaunchdInfo } from '#shared/nouns/agent.ts';
import type { SurveyedUnit } from '../../systemd/unit-survey.ts';
import type { AgentFile } from './agent-file.ts';
import type { AgentShelf } from './agent-shelf.ts';
import { judgeState } from './judge-state.ts';
import type { RegistryView } from './registry-view.ts';
import type { Registry } from './registry.ts';
import type { RunTimes } from './run-times.ts';
import type { StateMemory } from './state-memory.ts';

export interface SurveyedAgent {
  readonly file: AgentFile;
  readonly summary: AgentSummary;
  readonly registry: RegistryView;
  readonly since: string | undefined;
}

export interface Survey {
  readonly launchd: LaunchdInfo;
  /** By label; a twin stands behind the one that counts. */
  readonly agents: readonly SurveyedAgent[];
  /** Of systemd, where that is in launchd's place; by name. */
  readonly units: readonly (SurveyedUnit & { readonly since: string | undefined })[];
}

export class AgentSurveyor {
  readonly #shelf: AgentShelf;
  readonly #registry: Registry;
  readonly #memory: StateMemory;
  readonly #runTimes: RunTimes;
  readonly #isRoot: boolean;
  readonly #units: (() => Promise<readonly SurveyedUnit[] | undefined>) | undefined;
  #trouble = 0;
  #states: Readonly<Record<string, number>> = {};

  /** @param options.units where launchd is absent: units of systemd, or undefined where that is absent, too */
  constructor(options: {
    shelf: AgentShelf;
    registry: Registry;
    memory: StateMemory;
    runTimes: RunTimes;
    isRoot: boolean;
    units?: (() => Promise<readonly SurveyedUnit[] | undefined>) | undefined;
  }) {
    this.#shelf = options.shelf;
    this.#registry = options.registry;
    this.#memory = options.memory;
    this.#runTimes = options.runTimes;
    this.#isRoot = options.isRoot;
    this.#units = options.units;
  }

  async survey(): Promise<Survey> {
    const { agents: files, folders } = await this.#shelf.look();
    const views = await this.#registry.look(files.filter(isJob));
    const twins = findTwins(files, views, this.#registry);
    const judged = files.map((file) => {
      // A copy elsewhere has the label of one that launchd knows, and is another.
      const registry = (isJob(file) ? views.get(this.#registry.target(file)) : undefined) ?? NOT_ASKED;
      return { file, registry, summary: this.#summary(file, registry, twins.get(file.file)) };
    });
    const units = await this.#units?.();
    const since = this.#memory.note([...judged, ...(units ?? [])].map(({ summary }) => summary));
    await this.#runTimes.note(
      judged.flatMap(({ file, summary: { pid } }) =>
        pid === undefined || file.keptAlive ? [] : [{ file: file.file, label: file.label, pid }],
      ),
    );
    const agents = judged
      .map(({ file, registry, summary }) => ({ file, registry, summary, since: since.get(file.file) }))
      .toSorted(byLabel);
    const all = [...agents, ...(units ?? [])].map(({ summary }) => summary.state);
    this.#trouble = all.filter(isAgentTrouble).length;
    this.#states = countBy(all);
    const silent = [...views.values()].find(isSilent);
    return {
      launchd: {
        present: this.#units === undefined && silent?.kind !== 'absent',
        systemd: units !== undefined,
        ...(silent === undefined && this.#units === undefined
          ? {}
          : { reason: silent?.reason ?? 'launchd is not on this machine' }),
        folders: [...folders],
      },
      agents,
      units: (units ?? []).map((unit) => Object.assign(unit, { since: since.get(unit.summary.file) })),
    };
  }

  /** How many agents somebody should look at, as they were seen last. */
  get trouble(): number {
    return this.#trouble;
  }

  /** How many are in each state, as they were seen last. */
  get states(): Readonly<Record<string, number>> {
    return this.#states;
  }

  /** What launchd knows of the job may have changed. */
  forget(label: string): void {
    this.#registry.forget(label);
  }

  #summary(file: AgentFile, registry: RegistryView, twin: string | undefined): AgentSummary {
    const own = registry.kind === 'loaded' && twin === undefined ? registry : undefined;
    const { state, reason } = judgeState({
      broken: file.broken,
      twin,
      gone: file.gone,
      disabledByPlist: file.disabledByPlist,
      aside: asideOf(file),
      registry,
      exitMeaning: own?.exit && exitWords(own.exit),
    });
    return {
      id: file.id,
      label: file.label,
      scope: file.scope,
      file: file.file,
      state,
      reason,
      command: [...file.command],
      schedule: [...file.schedule],
      ...(own?.pid === undefined ? {} : { pid: own.pid }),
      ...(own?.runs === undefined ? {} : { runs: own.runs }),
      ...(own?.exit === undefined ? {} : { lastExit: own.exit }),
      errors: file.findings.filter(({ severity }) => severity === 'error').length,
      warnings: file.findings.filter(({ severity }) => severity === 'warning').length,
      editable: !file.linked && (this.#isRoot || file.scope === 'user'),
    };
  }
}

/** A twin stands behind the one that counts. */
function byLabel(a: SurveyedAgent, b: SurveyedAgent): number {
  return (
    a.summary.label.localeCompare(b.summary.label, 'en', { numeric: true }) ||
    Number(a.summary.state === 'duplicate') - Number(b.summary.state === 'duplicate') ||
    a.file.file.localeCompare(b.file.file)
  );
}

const NOT_ASKED: RegistryView = { kind: 'unknown', reason: 'launchd was not asked' };

function isJob(file: AgentFile): boolean {
  return asideOf(file) === undefined;
}

function asideOf({ sample, scope }: AgentFile): string | undefined {
  if (sample) return 'a sample: launchd reads only files that end with .plist';
  return scope === 'folder' ? 'lies in a folder that launchd does not read' : undefined;
}

function exitWords({
  code,
  signal,
  meaning,
}: {
  code?: number | undefined;
  signal?: string | undefined;
  meaning: string;
}) {
  return signal === undefined ? `ended with ${code}: ${meaning}` : `ended by ${signal}: ${meaning}`;
}

function isNamedAlike({ file, label }: AgentFile): boolean {
  return basename(file) === `${label}.plist`;
}

function isSilent(view: RegistryView): view is Extract<RegistryView, { kind: 'absent' | 'unknown' }> {
  return view.kind === 'absent';
}

/** Of plists with one label, which is another's twin: not the one that launchd has loaded, nor the one named like its label. */
function findTwins(
  files: readonly AgentFile[],
  views: ReadonlyMap<string, RegistryView>,
  registry: Registry,
): ReadonlyMap<string, string> {
  const byTarget = Map.groupBy(files.filter(isJob), (file) => registry.target(file));
  const twins = new Map<string, string>();
  for (const [target, group] of byTarget) {
    const view = views.get(target);
    const from = view?.kind === 'loaded' ? view.from : undefined;
    const first = group.find(({ file }) => file === from) ?? group.find(isNamedAlike) ?? group[0];
    for (const { file } of group) if (first !== undefined && file !== first.file) twins.set(file, first.file);
  }
  return twins;
}

function countBy(states: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
