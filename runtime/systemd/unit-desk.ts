/** Enables and disables units, looks whether that held, and takes it back where it did not. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentChange } from '#shared/nouns/agent.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import type { Store } from '../store/store.ts';
import { changeUnit, type UnitSummary } from './list-units.ts';
import type { Systemctl } from './systemctl.ts';
import type { SurveyedUnit } from './unit-survey.ts';

type Steps = AgentChange['steps'];

export class UnitDesk {
  readonly #systemctl: Systemctl;
  readonly #store: Store;
  readonly #audit: AuditLog;
  readonly #clock: Clock;

  constructor(options: { systemctl: Systemctl; store: Store; audit: AuditLog; clock: Clock }) {
    this.#systemctl = options.systemctl;
    this.#store = options.store;
    this.#audit = options.audit;
    this.#clock = options.clock;
  }

  /**
   * @returns the change as it ended; it has no number, since there is nothing of it to bring back: the audit tells of it
   * @throws LukaError agent_read_only for what a unit cannot be asked, agent_unknown
   */
  async setState(
    { unit, text, summary }: SurveyedUnit,
    action: 'enable' | 'disable' | 'remove',
    { actor, dryRun = false }: { readonly actor: Actor; readonly dryRun?: boolean | undefined },
  ): Promise<AgentChange> {
    if (action === 'remove')
      throw new LukaError('agent_read_only', {
        message: `${unit.name} is a unit of systemd: Luka enables and disables it, and leaves its file alone`,
        remedy: `disable it, and remove ${summary.file}`,
      });
    const at = isoAt(this.#clock.now());
    const change = (state: AgentChange['state'], steps: Steps, message?: string): AgentChange => ({
      id: 0,
      label: unit.name,
      file: summary.file,
      action,
      state,
      at,
      ...(state === 'planned' ? {} : { endedAt: isoAt(this.#clock.now()) }),
      by: actor.name,
      steps,
      before: text,
      after: text,
      diff: '',
      findings: [],
      ...(message === undefined ? {} : { message }),
    });
    const call = `by systemctl --user ${action} --now ${unit.name}`;
    const verify = action === 'enable' ? 'active or waiting' : 'neither active nor enabled';
    if (dryRun)
      return change('planned', [
        { step: 'enable', state: 'done', note: call },
        { step: 'verify', state: 'done', note: verify },
      ]);
    const made = await changeUnit(this.#systemctl, unit.name, action);
    const fault = faultOf(made, action);
    await this.#store.write((tx) => {
      this.#audit.append(tx, {
        actor,
        action: 'agent.changed',
        subject: `unit ${unit.name}`,
        decision: fault === undefined ? action : `${action}, undone`,
        before: { state: unit.state, enabled: unit.enabled },
        after: { state: made.state, enabled: made.enabled },
      });
      tx.emit({ type: 'agent.changed', data: { label: unit.name, state: made.state, was: unit.state } });
    });
    const held = { step: 'enable', state: 'done', note: call } as const;
    if (fault === undefined)
      return change('done', [held, { step: 'verify', state: 'done', note: `it is ${made.state}` }]);
    const steps: Steps = [
      { ...held, state: 'undone' },
      { step: 'verify', state: 'failed', note: fault },
    ];
    const before = unit.enabled ? 'enable' : 'disable';
    if (before === action) return change('rolled_back', steps, fault);
    const undone = await changeUnit(this.#systemctl, unit.name, before).catch((error: unknown) => error);
    return isUnit(undone) && undone.enabled === unit.enabled
      ? change('rolled_back', steps, fault)
      : change('stuck', steps, `${fault}, and it could not be brought back`);
  }
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
