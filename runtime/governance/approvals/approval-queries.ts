/** What people and agents ask of approvals: lists, one with all that would run, and waiting for its answer. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Approval, ApprovalState, ApprovalSummary } from '#shared/nouns/approval.ts';
import type { Clock } from '../../clock.ts';
import type { Store } from '../../store/store.ts';
import { toApprovalSummary, verdictOf, type ApprovalRow } from './approval-records.ts';
import { diffWork } from './work-diff.ts';

export class ApprovalQueries {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @throws LukaError approval_unknown */
  row(id: number): ApprovalRow {
    const row = this.#store.get<ApprovalRow>('select * from approvals where id = ?', id);
    if (!row) throw new LukaError('approval_unknown', { message: `there is no approval ${id}` });
    return row;
  }

  /** Newest first. */
  list(query: {
    state?: ApprovalState | undefined;
    task?: string | undefined;
    before?: number | undefined;
    limit: number;
  }): { approvals: ApprovalSummary[]; next?: number } {
    const where = ['id < ?'];
    const values: (string | number)[] = [query.before ?? Number.MAX_SAFE_INTEGER];
    if (query.state !== undefined) {
      where.push('state = ?');
      values.push(query.state);
    }
    if (query.task !== undefined) {
      where.push('task = ?');
      values.push(query.task);
    }
    const rows = this.#store.all<ApprovalRow>(
      `select * from approvals where ${where.join(' and ')} order by id desc limit ?`,
      ...values,
      query.limit + 1,
    );
    const approvals = rows.slice(0, query.limit).map(toApprovalSummary);
    const last = approvals.at(-1);
    return rows.length > query.limit && last ? { approvals, next: last.id } : { approvals };
  }

  /** @throws LukaError approval_unknown */
  get(id: number): Approval {
    const row = this.row(id);
    const before =
      row.task === null
        ? undefined
        : this.#store.get<ApprovalRow>(
            `select * from approvals where task = ? and id < ? and state in ('approved', 'revoked') order by id desc limit 1`,
            row.task,
            id,
          );
    return {
      ...toApprovalSummary(row),
      verdict: verdictOf(row),
      work: row.work,
      diff: diffWork(before?.work, row.work),
      ...(before === undefined ? {} : { comparedTo: before.id }),
    };
  }

  /** The same, when it is decided or after `ms`. @throws LukaError approval_unknown */
  async wait(id: number, ms: number): Promise<Approval> {
    const store = this.#store;
    if (this.row(id).state === 'pending' && ms > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const off = store.onEvent((event) => {
        if (event.type === 'system.stopping') resolve();
        if (event.type === 'approval.decided' && event.data['approval'] === id) resolve();
      });
      const cancel = this.#clock.after(ms, resolve);
      if (this.row(id).state !== 'pending') resolve();
      await promise;
      cancel();
      off();
    }
    return this.get(id);
  }
}
