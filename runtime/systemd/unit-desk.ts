/** Makes, enables, disables and removes units, looks whether that held, and takes it back where it did not. */
import { mkdir, readFile, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentChange } from '#shared/nouns/agent.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import { createFile } from '../home/atomic-file.ts';
import type { Store } from '../store/store.ts';
import type { DraftedUnits } from './draft-units.ts';
import { changeUnit, type UnitSummary } from './list-units.ts';
import { maskUnit } from './mask-unit.ts';
import type { Systemctl } from './systemctl.ts';
import type { SurveyedUnit } from './unit-survey.ts';

type Steps = AgentChange['steps'];

export interface UnitChangeOptions {
  readonly actor: Actor;
  /** Plans it, and changes nothing. */
  readonly dryRun?: boolean | undefined;
}

/** Others may read a unit: it names no secret that its environment does not show anyway. */
const MODE = 0o644;

export class UnitDesk {
  readonly #systemctl: Systemctl;
  readonly #store: Store;
  readonly #audit: AuditLog;
  readonly #clock: Clock;
  readonly #folder: string;
  readonly #snapshots: string;

  /**
   * @param options.folder of the person's own units: only files in it are written or removed
   * @param options.snapshots where a removed unit is kept; made when it is needed
   */
  constructor(options: {
    systemctl: Systemctl;
    store: Store;
    audit: AuditLog;
    clock: Clock;
    folder: string;
    snapshots: string;
  }) {
    this.#systemctl = options.systemctl;
    this.#store = options.store;
    this.#audit = options.audit;
    this.#clock = options.clock;
    this.#folder = options.folder;
    this.#snapshots = options.snapshots;
  }

  /**
   * New units, enabled and started.
   * @returns the change as it ended; it has no number, since the audit tells of it and nothing of it is brought back later
   * @throws LukaError agent_exists; disk_full
   */
  async create(drafted: DraftedUnits, { actor, dryRun = false }: UnitChangeOptions): Promise<AgentChange> {
    const { start, files } = drafted;
    const [{ file } = { file: start }] = files;
    const call = `by systemctl --user enable --now ${start}`;
    const write = { step: 'write', state: 'done', note: files.map((each) => each.file).join(', ') } as const;
    const tell = this.#teller({ label: start, file, action: 'create', by: actor.name });
    const texts = { before: null, after: textOf(drafted) };
    if (dryRun)
      return tell('planned', [write, done('enable', call), done('verify', 'active or waiting')], texts);
    await mkdir(this.#folder, { recursive: true });
    const made: string[] = [];
    const unmake = async (): Promise<void> => {
      for (const each of made) await unlink(each);
    };
    for (const each of files) {
      if (await createFile(each.file, each.text, MODE)) made.push(each.file);
      else {
        await unmake();
        throw new LukaError('agent_exists', { message: `${each.file} is there already` });
      }
    }
    const takeBack = async (): Promise<void> => {
      await this.#systemctl.run(['disable', '--now', start]);
      await unmake();
      await this.#systemctl.run(['daemon-reload']);
    };
    await this.#systemctl.run(['daemon-reload']);
    const unit = await changeUnit(this.#systemctl, start, 'enable').catch((error: unknown) => error);
    const fault = isUnit(unit) ? faultOf(unit, 'enable') : wordsOf(unit);
    await this.#record(actor, start, 'create', fault, isUnit(unit) ? unit : undefined);
    if (fault === undefined)
      return tell('done', [write, done('enable', call), done('verify', 'it holds')], texts);
    const steps = [
      { ...write, state: 'undone' },
      { ...done('enable', call), state: 'undone' },
      failed(fault),
    ] as Steps;
    return this.#undone(tell, steps, fault, { before: null, after: null }, takeBack);
  }

  /**
   * Removing is for units in the person's own folder; what was in the file is kept.
   * @throws LukaError agent_read_only, agent_unknown; disk_full
   */
  async setState(
    { unit, text, summary }: SurveyedUnit,
    action: 'enable' | 'disable' | 'remove',
    { actor, dryRun = false }: UnitChangeOptions,
  ): Promise<AgentChange> {
    const tell = this.#teller({ label: unit.name, file: summary.file, action, by: actor.name });
    if (action === 'remove') return this.#remove({ unit, text }, tell, { actor, dryRun });
    const call = `by systemctl --user ${action} --now ${unit.name}`;
    const verify = action === 'enable' ? 'active or waiting' : 'neither active nor enabled';
    const same = { before: text, after: text };
    if (dryRun) return tell('planned', [done('enable', call), done('verify', verify)], same);
    const made = await changeUnit(this.#systemctl, unit.name, action);
    const fault = faultOf(made, action);
    await this.#record(actor, unit.name, action, fault, made, unit);
    if (fault === undefined)
      return tell('done', [done('enable', call), done('verify', `it is ${made.state}`)], same);
    const steps = [{ ...done('enable', call), state: 'undone' }, failed(fault)] as Steps;
    const before = unit.enabled ? 'enable' : 'disable';
    return this.#undone(tell, steps, fault, same, async () => {
      if (before !== action) await changeUnit(this.#systemctl, unit.name, before);
    });
  }

  async #remove(
    { unit, text }: Pick<SurveyedUnit, 'unit' | 'text'>,
    tell: Teller,
    { actor, dryRun }: UnitChangeOptions,
  ): Promise<AgentChange> {
    const { file } = unit;
    if (file === undefined || dirname(file) !== this.#folder)
      throw new LukaError('agent_read_only', {
        message: `${unit.name} is not in ${this.#folder}: Luka leaves its file alone`,
        remedy: 'disable it, or remove it with what brought it',
      });
    const kept = join(
      this.#snapshots,
      'units',
      `${basename(file)}.${isoAt(this.#clock.now()).replaceAll(/[-:]|\.\d+/g, '')}`,
    );
    const steps: Steps = [
      { step: 'snapshot', state: 'done', note: kept },
      { step: 'bootout', state: 'done', note: `by systemctl --user disable --now ${unit.name}` },
      { step: 'write', state: 'done', note: `removes ${file}` },
    ];
    const texts = { before: text, after: null };
    if (dryRun) return tell('planned', steps, texts);
    await mkdir(dirname(kept), { recursive: true, mode: 0o700 });
    await createFile(kept, await readFile(file, 'utf8'));
    const made = await changeUnit(this.#systemctl, unit.name, 'disable');
    const fault = faultOf(made, 'disable');
    if (fault === undefined) {
      await unlink(file);
      await this.#systemctl.run(['daemon-reload']);
    }
    await this.#record(actor, unit.name, 'remove', fault, made, unit);
    if (fault === undefined) return tell('done', steps, texts, `it is kept as ${kept}`);
    return this.#undone(tell, [failed(fault)], fault, { before: text, after: text }, async () => {
      if (unit.enabled) await changeUnit(this.#systemctl, unit.name, 'enable');
    });
  }

  async #undone(
    tell: Teller,
    steps: Steps,
    fault: string,
    texts: Texts,
    takeBack: () => Promise<void>,
  ): Promise<AgentChange> {
    try {
      await takeBack();
      return tell('rolled_back', steps, texts, fault);
    } catch (error) {
      return tell('stuck', steps, texts, `${fault}, and it could not be brought back: ${wordsOf(error)}`);
    }
  }

  async #record(
    actor: Actor,
    name: string,
    action: AgentChange['action'],
    fault: string | undefined,
    after: UnitSummary | undefined,
    before?: UnitSummary,
  ): Promise<void> {
    const seen = (unit: UnitSummary | undefined) => unit && { state: unit.state, enabled: unit.enabled };
    await this.#store.write((tx) => {
      this.#audit.append(tx, {
        actor,
        action: 'agent.changed',
        subject: `unit ${name}`,
        decision: fault === undefined ? action : `${action}, undone`,
        before: seen(before),
        after: seen(after),
      });
      const state = after?.state ?? 'unknown';
      tx.emit({ type: 'agent.changed', data: { label: name, state, was: before?.state ?? null } });
    });
  }

  #teller(what: Pick<AgentChange, 'label' | 'file' | 'action' | 'by'>): Teller {
    const at = isoAt(this.#clock.now());
    return (state, steps, texts, message) => ({
      id: 0,
      ...what,
      state,
      at,
      ...(state === 'planned' ? {} : { endedAt: isoAt(this.#clock.now()) }),
      steps,
      ...texts,
      diff: '',
      findings: [],
      ...(message === undefined ? {} : { message }),
    });
  }
}

type Texts = Pick<AgentChange, 'before' | 'after'>;
type Teller = (state: AgentChange['state'], steps: Steps, texts: Texts, message?: string) => AgentChange;

/** Of all its files, each under its path, without secrets. */
export function textOf({ files }: DraftedUnits): string {
  return files.map(({ file, text }) => `# ${file}\n${maskUnit(text)}`).join('\n');
}

function done(step: Steps[number]['step'], note: string): Steps[number] {
  return { step, state: 'done', note };
}

function failed(note: string): Steps[number] {
  return { step: 'verify', state: 'failed', note };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isUnit(value: unknown): value is UnitSummary {
  return typeof value === 'object' && value !== null && 'enabled' in value && 'state' in value;
}

/** Why a change did not hold, in words. */
function faultOf(unit: UnitSummary, action: 'enable' | 'disable'): string | undefined {
  if (action === 'disable')
    return unit.enabled || unit.state === 'running' || unit.state === 'waiting'
      ? `it is still ${unit.enabled ? 'enabled' : unit.state}`
      : undefined;
  if (unit.state === 'failing' || unit.state === 'ghost' || unit.state === 'unknown')
    return `it is ${unit.state} right after it was enabled`;
  return unit.enabled ? undefined : 'systemd did not enable it';
}
