/**
 * Stands at the queue: every run passes it once before it may start. A run that somebody asked for is judged before it is
 * written; those of the schedule, and repeats after a crash, are written first and judged here, in the order they came.
 */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { GateVerdict } from '#shared/nouns/gate.ts';
import type { ParamValues } from '#shared/nouns/param.ts';
import { LUKA, type Actor } from '#shared/nouns/role.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { ApprovalDesk } from '../../governance/approvals/approval-desk.ts';
import type { AuditLog } from '../../governance/audit/audit-log.ts';
import { summaryOf } from '../../runs/insert-run.ts';
import type { RunRow } from '../../runs/records.ts';
import type { RunLedger } from '../../runs/run-ledger.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { Gate } from './gate.ts';
import type { Confinement, GateRequest, Judgement } from './ports.ts';

/** Runs that are judged before others get their turn. */
const BATCH = 50;

export interface GatekeeperOptions {
  readonly store: Store;
  readonly ledger: RunLedger;
  readonly gate: Gate;
  readonly approvals: ApprovalDesk;
  readonly audit: AuditLog;
  /** A run may start. */
  readonly pump: () => void;
  readonly onError: (error: unknown) => void;
}

export class Gatekeeper {
  readonly #options: GatekeeperOptions;
  #looking = false;

  constructor(options: GatekeeperOptions) {
    this.#options = options;
  }

  /** @throws LukaError run_denied, with the reasons; module_missing, path_* */
  async judge(request: GateRequest, by: Actor): Promise<Judgement> {
    const judgement = await this.#options.gate.judge(request);
    if (judgement.verdict.decision === 'deny') {
      this.#noteDenial(request, judgement, by);
      throw denied(judgement.verdict);
    }
    return judgement;
  }

  /** What the gate would say; writes nothing. */
  preview(request: GateRequest): Promise<Judgement> {
    return this.#options.gate.judge(request);
  }

  /** Lets a judged run in, in the transaction that writes it: into the queue, or to wait for a human. */
  enter(tx: Transaction, run: number, request: GateRequest, judgement: Judgement, by: Actor): void {
    const { approvals, audit } = this.#options;
    let { verdict } = judgement;
    if (verdict.approval !== undefined && !approvals.use(tx, verdict.approval, run, by)) {
      const { approval: _spent, ...rest } = verdict;
      verdict = { ...rest, decision: 'ask' };
    }
    const waits = verdict.decision === 'ask';
    const title = request.definition.title ?? request.task ?? 'a work order';
    const approval = waits
      ? approvals.request(tx, {
          ...request,
          task: request.task,
          run,
          title,
          by,
          judgement: { ...judgement, verdict },
        })
      : verdict.approval;
    tx.run(
      'update runs set gate = ?, approval = ?, state = ?, message = ? where id = ?',
      JSON.stringify(verdict),
      approval ?? null,
      waits ? 'awaiting_approval' : 'queued',
      waits ? `waits for approval ${approval}: ${verdict.reasons[0]?.text ?? 'it is asked for'}` : null,
      run,
    );
    audit.append(tx, {
      actor: by,
      action: 'run.requested',
      subject: `run ${run}`,
      decision: verdict.decision,
      subjectHash: verdict.hash,
      after: { title, score: verdict.score, ...(request.task === undefined ? {} : { task: request.task }) },
    });
    if (waits) {
      const summary = summaryOf(tx, run);
      tx.emit({ type: 'run.judged', run, task: summary.task, data: { run: summary } });
    }
  }

  noteCancel(run: number, reason: string, by: Actor): void {
    this.#options.audit.add({ actor: by, action: 'run.cancelled', subject: `run ${run}`, reason });
  }

  /** Judges what is queued and was not judged yet. To be called whenever that may be so; does nothing otherwise. */
  look(): void {
    if (this.#looking) return;
    if (this.#unjudged(1).length === 0) return;
    this.#looking = true;
    void this.#judgeAll()
      .catch(this.#options.onError)
      .finally(() => (this.#looking = false));
  }

  /**
   * Asked right before an attempt starts: files may have changed since the run was judged.
   * @returns how it is confined
   * @throws LukaError approval_void where it is not what was approved, or needs approval now; run_denied
   */
  async admit(row: RunRow, definition: TaskDefinition): Promise<Confinement> {
    const known = row.gate === null ? undefined : (JSON.parse(row.gate) as GateVerdict);
    const now = await this.#options.gate.judge(requestOf(row, definition));
    if (known?.hash === now.verdict.hash && known.decision === 'allow') return now.confinement;
    if (now.verdict.decision === 'deny') throw denied(now.verdict);
    // Nobody approved it before, and nobody has to now: what it would do is still harmless.
    if (known?.approval === undefined && now.verdict.decision === 'allow') {
      this.#options.store.commit((tx) =>
        tx.run('update runs set gate = ? where id = ?', JSON.stringify(now.verdict), row.id),
      );
      return now.confinement;
    }
    throw new LukaError('approval_void', {
      message: 'a file that it runs was changed since it was judged, and now needs approval',
    });
  }

  #unjudged(limit: number): RunRow[] {
    return this.#options.store.all<RunRow>(
      "select * from runs where state = 'queued' and gate is null order by id limit ?",
      limit,
    );
  }

  async #judgeAll(): Promise<void> {
    const { pump } = this.#options;
    for (;;) {
      const rows = this.#unjudged(BATCH);
      if (rows.length === 0) return;
      for (const row of rows) await this.#judgeQueued(row);
      pump();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #judgeQueued(row: RunRow): Promise<void> {
    const { store, ledger, gate, audit, onError } = this.#options;
    const definition = ledger.definition(row.definition_hash);
    const request = requestOf(row, definition);
    let judgement: Judgement | undefined;
    let refusal: LukaError | undefined;
    try {
      judgement = await gate.judge(request);
      if (judgement.verdict.decision === 'deny') refusal = denied(judgement.verdict);
    } catch (error) {
      if (!(error instanceof LukaError)) onError(error);
      refusal = error instanceof LukaError ? error : new LukaError('internal');
    }
    store.commit((tx) => {
      const now = tx.get<{ state: string }>('select state from runs where id = ?', row.id);
      // Cancelled while it was being judged.
      if (now?.state !== 'queued') return;
      if (!refusal && judgement) {
        this.enter(tx, row.id, request, judgement, LUKA);
        return;
      }
      const verdict = judgement?.verdict;
      tx.run('update runs set gate = ? where id = ?', verdict ? JSON.stringify(verdict) : null, row.id);
      audit.append(tx, {
        actor: LUKA,
        action: 'run.denied',
        subject: `run ${row.id}`,
        decision: 'deny',
        reason: refusal?.message,
        ...(verdict ? { subjectHash: verdict.hash } : {}),
      });
      ledger.finishIn(tx, row.id, {
        state: 'denied',
        errorCode: refusal?.code ?? 'run_denied',
        message: refusal?.message ?? 'denied',
      });
    });
  }

  #noteDenial({ task, definition }: GateRequest, { verdict }: Judgement, by: Actor): void {
    this.#options.audit.add({
      actor: by,
      action: 'run.denied',
      subject: task === undefined ? `a work order: ${definition.title ?? ''}`.trim() : `task ${task}`,
      decision: 'deny',
      reason: verdict.reasons[0]?.text,
      subjectHash: verdict.hash,
    });
  }
}

/** The question that a row of the ledger stands for. */
export function requestOf(row: RunRow, definition: TaskDefinition): GateRequest {
  return {
    task: row.task ?? undefined,
    definition,
    params: JSON.parse(row.params) as ParamValues,
    cause: JSON.parse(row.cause) as RunCause,
  };
}

function denied({ reasons, score }: GateVerdict): LukaError {
  const denials = reasons.filter(({ effect }) => effect === 'deny');
  const [first] = denials.length > 0 ? denials : reasons;
  return new LukaError('run_denied', {
    message: `it ${first?.text ?? `scores ${score}, which the policy denies`}`,
    findings: (denials.length > 0 ? denials : reasons).slice(0, 10).map(({ rule, text, evidence }) => ({
      code: rule,
      severity: 'error',
      message: evidence === undefined ? text : `${text}: ${evidence}`,
      remedy: 'change the work',
    })),
  });
}
