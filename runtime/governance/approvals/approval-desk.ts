/**
 * Questions to a human and their answers. A run that needs approval waits as a row; the question names the hash of exactly
 * what would run, and only a yes to that hash lets it, or later runs of the same, through.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Approval, ApprovalState, Grant } from '#shared/nouns/approval.ts';
import { LUKA, type Actor } from '#shared/nouns/role.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import { isoAt, type Clock } from '../../clock.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { definitionHash, summaryOf } from '../../runs/insert-run.ts';
import type { RunLedger } from '../../runs/run-ledger.ts';
import type { Judgement } from '../../safety/gate/ports.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { ApprovalQueries } from './approval-queries.ts';
import { verdictOf, type ApprovalRow } from './approval-records.ts';

/** Timers of the platform hold no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface ApprovalDeskOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly ledger: Pick<RunLedger, 'finishIn'>;
  /** How long a question stands, ms. */
  readonly expire: () => number;
  /** What the run would be as things are now. @throws LukaError */
  readonly judgeAgain: (run: number) => Promise<Judgement>;
  /** A run may start. */
  readonly pump: () => void;
  readonly onError: (error: unknown) => void;
}

export interface ApprovalRequest {
  readonly run: number;
  readonly task: string | undefined;
  readonly title: string;
  readonly cause: RunCause;
  readonly by: Actor;
  readonly judgement: Judgement;
}

export class ApprovalDesk {
  readonly queries: ApprovalQueries;
  readonly #options: ApprovalDeskOptions;
  #cancelTimer: (() => void) | undefined;
  #offEvents: (() => void) | undefined;

  constructor(options: ApprovalDeskOptions) {
    this.#options = options;
    this.queries = new ApprovalQueries(options);
  }

  start(): void {
    const { store } = this.#options;
    // A run that was cancelled while it waited takes its question with it.
    this.#offEvents = store.onEvent((event) => {
      if (event.type === 'run.finished' && event.run !== undefined) this.#withdraw(event.run);
    });
    const orphans = store.all<{ run: number }>(
      `select a.run from approvals a join runs r on r.id = a.run
       where a.state = 'pending' and r.state <> 'awaiting_approval'`,
    );
    for (const { run } of orphans) this.#withdraw(run);
    this.#expire();
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#offEvents?.();
  }

  /** As part of the transaction in which the run is written. */
  request(tx: Transaction, { run, task, title, cause, by, judgement }: ApprovalRequest): number {
    const { clock, audit, expire } = this.#options;
    const { verdict, work } = judgement;
    const now = clock.now();
    const { lastId } = tx.run(
      `insert into approvals (state, run, task, title, hash, work, verdict, cause, requested_at, requested_by, expires_at)
       values ('pending', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      run,
      task ?? null,
      title,
      verdict.hash,
      work,
      JSON.stringify(verdict),
      JSON.stringify(cause),
      now,
      JSON.stringify(by),
      now + expire(),
    );
    audit.append(tx, {
      actor: by,
      action: 'approval.requested',
      subject: `approval ${lastId} for run ${run}`,
      subjectHash: verdict.hash,
      reason: verdict.reasons[0]?.text,
      after: { score: verdict.score, threshold: verdict.threshold, title },
    });
    tx.emit({
      type: 'approval.requested',
      run,
      task,
      data: {
        approval: lastId,
        title,
        score: verdict.score,
        by: by.name,
        reason: verdict.reasons[0]?.text ?? '',
      },
    });
    // Not in the transaction's way: the timer is set when it is over.
    queueMicrotask(() => this.#expire());
    return lastId;
  }

  /** A yes that lets this hash through. */
  grantFor(hash: string): number | undefined {
    return this.#options.store.get<{ id: number }>(
      `select id from approvals where hash = ? and state = 'approved' and (uses_left > 0 or good_until > ?)
       order by id desc limit 1`,
      hash,
      this.#options.clock.now(),
    )?.id;
  }

  /** Counts one run. @returns false where nothing is left of it any more: somebody else was quicker */
  use(tx: Transaction, id: number, run: number, by: Actor): boolean {
    const { clock, audit } = this.#options;
    const { changes } = tx.run(
      `update approvals set uses_left = case when uses_left is null then null else uses_left - 1 end
       where id = ? and state = 'approved' and (uses_left > 0 or good_until > ?)`,
      id,
      clock.now(),
    );
    if (changes === 0) return false;
    audit.append(tx, { actor: by, action: 'approval.used', subject: `approval ${id} for run ${run}` });
    return true;
  }

  /**
   * A human says yes to exactly this hash.
   * @throws LukaError approval_unknown, approval_decided, approval_expired, approval_void
   */
  async approve(
    id: number,
    answer: { hash: string; grant?: Grant | undefined; note?: string | undefined },
    by: Actor,
  ): Promise<Approval> {
    const { store, clock, judgeAgain, pump, audit } = this.#options;
    const row = this.#pending(id);
    if (answer.hash !== row.hash)
      throw new LukaError('approval_void', {
        message: `approval ${id} asks about other work than the one that was read`,
        remedy: 'look at it again, then decide',
      });
    const grant = answer.grant ?? { once: true };
    if ('until' in grant && Date.parse(grant.until) <= clock.now())
      throw new LukaError('request_invalid', {
        message: 'that date has passed',
        remedy: 'choose one to come',
      });
    // A module or a script may have been edited since the question was asked.
    const now = await judgeAgain(row.run);
    const still = this.#pending(id);
    if (now.verdict.hash !== still.hash || now.verdict.decision === 'deny') {
      await this.#voidQuestion(still, 'what would run was changed after it was asked about', by);
      throw new LukaError('approval_void');
    }
    await store.write((tx) => {
      tx.run(
        `update approvals set state = 'approved', decided_at = ?, decided_by = ?, note = ?, grant_json = ?, uses_left = ?,
           good_until = ? where id = ?`,
        clock.now(),
        JSON.stringify(by),
        answer.note ?? null,
        JSON.stringify(grant),
        // This run is the first of them.
        'once' in grant ? 0 : 'runs' in grant ? grant.runs - 1 : null,
        'until' in grant ? Date.parse(grant.until) : null,
        id,
      );
      tx.run(
        "update runs set state = 'queued', gate = ?, message = null where id = ? and state = 'awaiting_approval'",
        JSON.stringify({ ...verdictOf(row), decision: 'allow', approval: id }),
        row.run,
      );
      audit.append(tx, {
        actor: by,
        action: 'approval.approved',
        subject: `approval ${id} for run ${row.run}`,
        decision: 'approved',
        subjectHash: row.hash,
        ...(answer.note === undefined ? {} : { reason: answer.note }),
        after: { grant },
      });
      this.#tell(tx, row, 'approved');
    });
    pump();
    return this.queries.get(id);
  }

  /** A human says no. @throws LukaError approval_unknown, approval_decided, approval_expired */
  async deny(id: number, reason: string | undefined, by: Actor): Promise<Approval> {
    const row = this.#pending(id);
    await this.#close(row, {
      state: 'denied',
      action: 'approval.denied',
      by,
      note: reason,
      message: reason === undefined ? `denied by ${by.name}` : `denied by ${by.name}: ${reason}`,
      errorCode: 'run_denied',
    });
    return this.queries.get(id);
  }

  /** Takes back what is left of a yes. @throws LukaError approval_unknown, approval_decided */
  async revoke(id: number, reason: string | undefined, by: Actor): Promise<Approval> {
    const { store, clock, audit } = this.#options;
    const row = this.queries.row(id);
    const isOpen =
      row.state === 'approved' && ((row.uses_left ?? 0) > 0 || (row.good_until ?? 0) > clock.now());
    if (!isOpen)
      throw new LukaError('approval_decided', { message: `approval ${id} lets nothing through any more` });
    await store.write((tx) => {
      tx.run("update approvals set state = 'revoked', uses_left = 0, good_until = null where id = ?", id);
      audit.append(tx, {
        actor: by,
        action: 'approval.revoked',
        subject: `approval ${id}`,
        subjectHash: row.hash,
        ...(reason === undefined ? {} : { reason }),
      });
      this.#tell(tx, row, 'revoked');
    });
    return this.queries.get(id);
  }

  /** A task was edited: what waits would run the version before it. Yeses to other versions stay bound to their hashes. */
  async voidForTask(task: string, definition: TaskDefinition | undefined): Promise<void> {
    const rows = this.#options.store.all<ApprovalRow>(
      `select a.* from approvals a join runs r on r.id = a.run
       where a.state = 'pending' and a.task = ? and r.definition_hash is not ?`,
      task,
      definition === undefined ? null : definitionHash(definition),
    );
    for (const row of rows)
      await this.#voidQuestion(row, 'the task was edited while this waited for approval; run it again', LUKA);
  }

  #voidQuestion(row: ApprovalRow, message: string, by: Actor): Promise<void> {
    return this.#close(row, {
      state: 'void',
      action: 'approval.void',
      by,
      note: message,
      message,
      errorCode: 'approval_void',
    });
  }

  async #close(
    row: ApprovalRow,
    end: {
      state: 'denied' | 'void' | 'expired';
      action: 'approval.denied' | 'approval.void' | 'approval.expired';
      by: Actor;
      note: string | undefined;
      message: string;
      errorCode: 'run_denied' | 'approval_void' | 'approval_expired';
    },
  ): Promise<void> {
    const { store, clock, audit, ledger } = this.#options;
    store.commit((tx) => {
      tx.run(
        'update approvals set state = ?, decided_at = ?, decided_by = ?, note = ? where id = ?',
        end.state,
        clock.now(),
        JSON.stringify(end.by),
        end.note ?? null,
        row.id,
      );
      audit.append(tx, {
        actor: end.by,
        action: end.action,
        subject: `approval ${row.id} for run ${row.run}`,
        decision: end.state,
        subjectHash: row.hash,
        ...(end.note === undefined ? {} : { reason: end.note }),
      });
      ledger.finishIn(tx, row.run, { state: 'denied', errorCode: end.errorCode, message: end.message });
      this.#tell(tx, row, end.state);
    });
    await store.durable();
  }

  /** The run ended without an answer. */
  #withdraw(run: number): void {
    const { store, clock } = this.#options;
    const row = store.get<ApprovalRow>("select * from approvals where run = ? and state = 'pending'", run);
    if (!row) return;
    store.commit((tx) => {
      tx.run(
        "update approvals set state = 'void', decided_at = ?, decided_by = ?, note = 'the run was ended' where id = ?",
        clock.now(),
        JSON.stringify(LUKA),
        row.id,
      );
      this.#tell(tx, row, 'void');
    });
  }

  #tell(tx: Transaction, row: ApprovalRow, state: ApprovalState): void {
    const run = summaryOf(tx, row.run);
    tx.emit({
      type: 'approval.decided',
      run: row.run,
      task: row.task ?? undefined,
      data: { approval: row.id, state, run },
    });
  }

  #expire(): void {
    const { store, clock, onError } = this.#options;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const late = store.all<ApprovalRow>(
      "select * from approvals where state = 'pending' and expires_at <= ?",
      clock.now(),
    );
    for (const row of late) this.#lapse(row).catch(onError);
    const next = store.get<{ at: number | null }>(
      "select min(expires_at) as at from approvals where state = 'pending' and expires_at > ?",
      clock.now(),
    )?.at;
    if (next !== null && next !== undefined)
      this.#cancelTimer = clock.after(Math.min(next - clock.now(), LONGEST_TIMER_MS), () => this.#expire());
  }

  #lapse(row: ApprovalRow): Promise<void> {
    const message = `nobody decided until ${isoAt(row.expires_at)}`;
    return this.#close(row, {
      state: 'expired',
      action: 'approval.expired',
      by: LUKA,
      note: message,
      message,
      errorCode: 'approval_expired',
    });
  }

  #pending(id: number): ApprovalRow {
    const row = this.queries.row(id);
    if (row.state === 'expired' || (row.state === 'pending' && row.expires_at <= this.#options.clock.now()))
      throw new LukaError('approval_expired', { message: `approval ${id} was not decided in time` });
    if (row.state === 'void')
      throw new LukaError('approval_void', {
        message: `approval ${id} is void: ${row.note ?? 'its run ended'}`,
      });
    if (row.state !== 'pending')
      throw new LukaError('approval_decided', {
        message: `approval ${id} was decided already: ${row.state}`,
      });
    return row;
  }
}
