/** Changes in the ledger. Every row is a journal: a step is written down before it is done. */
import type { AgentChange, AgentFinding, ChangeStep } from '#shared/nouns/agent.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { isoAt, type Clock } from '../../clock.ts';
import type { AuditLog } from '../../governance/audit/audit-log.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { ChangePlan } from './change-plan.ts';

export type StepNote = AgentChange['steps'][number];

/** What is told of a change from its beginning on. */
export interface ChangeTexts {
  readonly before: string | null;
  readonly after: string | null;
  readonly diff: string;
  readonly findings: readonly AgentFinding[];
}

export interface GoingChange {
  readonly id: number;
  readonly plan: ChangePlan;
  readonly actor: Actor;
  readonly steps: StepNote[];
  readonly begun: ChangeStep | undefined;
}

interface Row {
  id: number;
  label: string;
  file: string;
  action: AgentChange['action'];
  state: AgentChange['state'];
  at: number;
  ended_at: number | null;
  actor: string;
  plan: string;
  steps: string;
  begun: ChangeStep | null;
  before: string | null;
  after: string | null;
  diff: string;
  findings: string;
  message: string | null;
}

const TOLD =
  'id, label, file, action, state, at, ended_at, actor, steps, before, after, diff, findings, message';

export class ChangeRows {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #audit: AuditLog;

  constructor(options: { store: Store; clock: Clock; audit: AuditLog }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#audit = options.audit;
  }

  /** Durable when it resolves: from here on a crash is recovered from. @returns its id */
  add(plan: ChangePlan, texts: ChangeTexts, actor: Actor, steps: readonly StepNote[]): Promise<number> {
    return this.#store.write((tx) => {
      const { lastId } = tx.run(
        `insert into agent_changes (label, file, action, state, at, actor, plan, steps, begun, before, after, diff, findings)
         values (?, ?, ?, 'going', ?, ?, ?, ?, 'snapshot', ?, ?, ?, ?)`,
        plan.label,
        plan.file,
        plan.action,
        this.#clock.now(),
        JSON.stringify(actor),
        JSON.stringify(plan),
        JSON.stringify(steps),
        texts.before,
        texts.after,
        texts.diff,
        JSON.stringify(texts.findings),
      );
      this.#announce(tx, lastId, plan, 'going');
      return lastId;
    });
  }

  /** Durable when it resolves. */
  async begin(id: number, step: ChangeStep, steps: readonly StepNote[]): Promise<void> {
    await this.#store.write((tx) =>
      tx.run('update agent_changes set begun = ?, steps = ? where id = ?', step, JSON.stringify(steps), id),
    );
  }

  /** The end and its row of the audit are one. Durable when it resolves. */
  async end(
    change: { readonly id: number; readonly plan: ChangePlan; readonly actor: Actor },
    state: 'done' | 'rolled_back' | 'stuck',
    steps: readonly StepNote[],
    message?: string,
  ): Promise<void> {
    const { id, plan, actor } = change;
    await this.#store.write((tx) => {
      tx.run(
        'update agent_changes set state = ?, ended_at = ?, steps = ?, begun = null, message = ? where id = ?',
        state,
        this.#clock.now(),
        JSON.stringify(steps),
        message ?? null,
        id,
      );
      this.#audit.append(tx, {
        actor,
        action: 'agent.changed',
        subject: `agent ${plan.label}`,
        decision: state,
        reason: message,
        after: { change: id, action: plan.action, file: plan.file },
      });
      this.#announce(tx, id, plan, state);
    });
  }

  /** Those that a crash has left, oldest first. */
  going(): GoingChange[] {
    return this.#store
      .all<Row>("select * from agent_changes where state = 'going' order by id")
      .map((row) => ({
        id: row.id,
        plan: JSON.parse(row.plan) as ChangePlan,
        actor: JSON.parse(row.actor) as Actor,
        steps: JSON.parse(row.steps) as StepNote[],
        begun: row.begun ?? undefined,
      }));
  }

  get(id: number): AgentChange | undefined {
    const row = this.#store.get<Row>(`select ${TOLD} from agent_changes where id = ?`, id);
    return row && toChange(row);
  }

  planOf(id: number): ChangePlan | undefined {
    const row = this.#store.get<Row>('select plan from agent_changes where id = ?', id);
    return row && (JSON.parse(row.plan) as ChangePlan);
  }

  /** Newest first. */
  list(query: { label?: string | undefined; before?: number | undefined; limit: number }): {
    changes: AgentChange[];
    next?: number;
  } {
    const where = query.label === undefined ? '' : 'and label = ?';
    const found = this.#store.all<Row>(
      `select ${TOLD} from agent_changes where id < ? ${where} order by id desc limit ?`,
      query.before ?? Number.MAX_SAFE_INTEGER,
      ...(query.label === undefined ? [] : [query.label]),
      query.limit + 1,
    );
    const changes = found.slice(0, query.limit).map(toChange);
    const last = changes.at(-1);
    return found.length > query.limit && last ? { changes, next: last.id } : { changes };
  }

  #announce(tx: Transaction, id: number, plan: ChangePlan, state: AgentChange['state']): void {
    tx.emit({
      type: 'agent.changed',
      data: { change: id, label: plan.label, file: plan.file, action: plan.action, state },
    });
  }
}

function toChange(row: Row): AgentChange {
  return {
    id: row.id,
    label: row.label,
    file: row.file,
    action: row.action,
    state: row.state,
    at: isoAt(row.at),
    ...(row.ended_at === null ? {} : { endedAt: isoAt(row.ended_at) }),
    by: (JSON.parse(row.actor) as Actor).name,
    steps: JSON.parse(row.steps) as StepNote[],
    before: row.before,
    after: row.after,
    diff: row.diff,
    findings: JSON.parse(row.findings) as AgentFinding[],
    ...(row.message === null ? {} : { message: row.message }),
  };
}
