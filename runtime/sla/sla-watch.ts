/**
 * Watches deadlines: told before it is too late, and when it is; each once, whatever restarts come between. One timer, for
 * the earliest moment at which something may change, and looks whenever a run of such a task moves, the machine wakes or a
 * file changes.
 */
import type { LukaEvent } from '#shared/nouns/event.ts';
import { isSlaTrouble, type Sla, type SlaState, type SlaStatus } from '#shared/nouns/sla.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { ActiveTaskRun } from '../runs/run-queries.ts';
import type { Store } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { deadlinesBetween, nextDeadline } from './deadlines.ts';
import { judgeSla, type SlaFacts, type SlaJudgement } from './judge-sla.ts';
import { SlaLedger } from './sla-ledger.ts';
import { reasonWords, slaWords } from './sla-words.ts';

const WARN_MS = 30 * 60_000;
const WITHIN_MS = 86_400_000;
/** A timer stops while the machine sleeps, and a clock may be set: never longer than this while there is a deadline. */
const LOOK_MS = 5 * 60_000;
/** Outcomes that are shown. */
const PAST = 14;

export interface SlaWatchOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly tasks: { list(): readonly LoadedTask[]; get(id: string): LoadedTask | undefined };
  readonly active: (task: string) => readonly ActiveTaskRun[];
  /** ms since 1970, as all moments here. */
  readonly nextDue: (task: string) => number | undefined;
  /** Why its triggers do not start it just now: `it is paused`. */
  readonly held: (task: LoadedTask) => string | undefined;
  /** Times since a moment in which nothing could run. */
  readonly absences: (from: number) => readonly { kind: string; from: number; to: number }[];
  readonly onError: (error: unknown) => void;
}

/** Events after which a task's deadline may stand otherwise. */
const MOVES: ReadonlySet<string> = new Set([
  'run.queued',
  'run.started',
  'run.finished',
  'run.cancelling',
  'run.retrying',
]);

export class SlaWatch {
  readonly #options: SlaWatchOptions;
  readonly #ledger: SlaLedger;
  /** When each has to be looked at again. */
  readonly #looks = new Map<string, number>();
  #cancel: (() => void) | undefined;
  #unfollow: (() => void) | undefined;
  #running = false;

  constructor(options: SlaWatchOptions) {
    this.#options = options;
    this.#ledger = new SlaLedger(options.store);
  }

  start(): void {
    this.#running = true;
    this.#unfollow = this.#options.store.onEvent((event) => this.#hear(event));
    this.look();
  }

  stop(): void {
    this.#running = false;
    this.#unfollow?.();
    this.#cancel?.();
  }

  /** The machine woke, the clock was set, tasks were read. */
  look(): void {
    if (!this.#running) return;
    for (const task of this.#options.tasks.list()) this.#lookAt(task);
    this.#arm();
  }

  changed({ changed, removed }: { changed: readonly LoadedTask[]; removed: readonly string[] }): void {
    if (!this.#running) return;
    for (const task of changed) this.#lookAt(task);
    for (const id of removed) {
      this.#looks.delete(id);
      if (this.#ledger.watched(id)) this.#options.store.commit((tx) => this.#ledger.forget(tx, id));
    }
    this.#arm();
  }

  /** How it stands; undefined where the task has no deadline, or is switched off. */
  status(task: LoadedTask): SlaStatus | undefined {
    const sla = slaOf(task);
    if (!sla) return undefined;
    const now = this.#options.clock.now();
    const past = this.#ledger.outcomesBefore(task.id, now + 1, PAST);
    const [last] = past;
    const facts = this.#factsOf(task, sla, nextDeadline(sla, now), now);
    const judgement = judgeSla(facts);
    const { expectedMs } = facts;
    const open = last?.state === 'broken' ? last : undefined;
    return {
      task: task.id,
      title: task.definition?.title ?? task.id,
      words: slaWords(sla),
      deadline: isoAt(open?.deadline ?? facts.deadline),
      state: open?.state ?? judgement.state,
      reason: open?.reason ?? reasonWords(facts, judgement),
      ...(expectedMs === undefined ? {} : { expectedMs, startBy: isoAt(facts.deadline - expectedMs) }),
      past: past.map(({ deadline, state, reason, at }) => ({
        deadline: isoAt(deadline),
        state,
        reason,
        at: isoAt(at),
      })),
    };
  }

  /** Those that somebody should look at, the earliest deadline first. */
  troubles(): SlaStatus[] {
    return this.#options.tasks
      .list()
      .flatMap((task) => this.status(task) ?? [])
      .filter(({ state }) => isSlaTrouble(state))
      .sort((a, b) => a.deadline.localeCompare(b.deadline));
  }

  #hear({ type, task: id }: LukaEvent): void {
    if (id === undefined || !MOVES.has(type) || !this.#looks.has(id)) return;
    const task = this.#options.tasks.get(id);
    if (task) this.#lookAt(task);
    this.#arm();
  }

  #arm(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#looks.size === 0 || !this.#running) return;
    const { clock } = this.#options;
    const wait = Math.min(...this.#looks.values()) - clock.now();
    this.#cancel = clock.after(Math.max(1_000, Math.min(LOOK_MS, wait)), () => this.look());
  }

  #lookAt(task: LoadedTask): void {
    const { store, clock, onError } = this.#options;
    const sla = slaOf(task);
    const now = clock.now();
    try {
      if (!sla) {
        // A file with errors has no deadline for the moment; what it had is kept until it is mended.
        this.#looks.delete(task.id);
        if (task.definition && this.#ledger.watched(task.id))
          store.commit((tx) => this.#ledger.forget(tx, task.id));
        return;
      }
      const spec = JSON.stringify(sla);
      const watched = this.#ledger.watched(task.id);
      if (watched?.spec !== spec) {
        // Of the time before it was written down nothing is told.
        store.commit((tx) => {
          this.#ledger.dropAfter(tx, task.id, now);
          this.#ledger.watch(tx, task.id, spec, now);
        });
      } else this.#judgePassed(task, sla, watched.judgedTo, now, spec);
      this.#makeGood(task, now);
      this.#looks.set(task.id, this.#judgeNext(task, sla, now));
    } catch (error) {
      onError(error);
    }
  }

  /** Deadlines that passed since the last look. Of several only the newest is told: it is what can still be mended. */
  #judgePassed(task: LoadedTask, sla: Sla, judgedTo: number, now: number, spec: string): void {
    const passed = deadlinesBetween(sla, judgedTo, now);
    if (passed.length === 0) return;
    this.#options.store.commit((tx) => {
      for (const deadline of passed) {
        const facts = this.#factsOf(task, sla, deadline, now);
        const judgement = judgeSla(facts);
        const inTime = judgement.state === 'met';
        // A success that came later is told as such right after: first what it makes good.
        const shown = inTime ? judgement : ({ state: 'broken', why: 'over' } as const);
        const reason = reasonWords(
          { ...facts, ...(inTime ? {} : { succeededAt: undefined }) },
          shown,
          inTime ? undefined : this.#brokenFacts(task.id, facts),
        );
        this.#ledger.note(tx, task.id, {
          deadline,
          state: shown.state,
          reason,
          at: facts.succeededAt ?? now,
        });
        if (!inTime && deadline === passed.at(-1)) this.#tell(tx, task.id, shown.state, deadline, reason);
      }
      this.#ledger.watch(tx, task.id, spec, passed.at(-1)!);
    });
  }

  /** A success after a deadline that was broken. */
  #makeGood(task: LoadedTask, now: number): void {
    const [last] = this.#ledger.outcomesBefore(task.id, now + 1, 1);
    if (last?.state !== 'broken') return;
    const success = this.#ledger.firstSuccess(task.id, last.deadline, now);
    if (!success) return;
    const facts: SlaFacts = {
      now,
      deadline: last.deadline,
      from: last.deadline,
      succeededAt: success.at,
      active: [],
      warnMs: 0,
    };
    const reason = reasonWords(facts, { state: 'late', why: 'succeeded late' });
    this.#options.store.commit((tx) => {
      this.#ledger.note(tx, task.id, { deadline: last.deadline, state: 'late', reason, at: success.at });
      this.#tell(tx, task.id, 'late', last.deadline, reason);
    });
  }

  /** @returns when to look again */
  #judgeNext(task: LoadedTask, sla: Sla, now: number): number {
    const deadline = nextDeadline(sla, now);
    const facts = this.#factsOf(task, sla, deadline, now);
    const judgement: SlaJudgement = judgeSla(facts);
    const known = this.#ledger.outcome(task.id, deadline);
    const { state } = judgement;
    if ((state === 'met' && known?.state !== 'met') || (state === 'at_risk' && known === undefined)) {
      const reason = reasonWords(facts, judgement);
      this.#options.store.commit((tx) => {
        this.#ledger.note(tx, task.id, { deadline, state, reason, at: facts.succeededAt ?? now });
        // That all is well is told only where somebody was told otherwise.
        if (state === 'at_risk' || known !== undefined) this.#tell(tx, task.id, state, deadline, reason);
      });
    }
    return judgement.lookAt ?? deadline;
  }

  #tell(
    tx: Parameters<Parameters<Store['commit']>[0]>[0],
    task: string,
    state: SlaState,
    deadline: number,
    reason: string,
  ): void {
    tx.emit({ type: 'sla.changed', task, data: { state, deadline: isoAt(deadline), reason } });
  }

  #factsOf(task: LoadedTask, sla: Sla, deadline: number, now: number): SlaFacts {
    const { active, nextDue, held } = this.#options;
    const [before] = this.#ledger.outcomesBefore(task.id, deadline, 1);
    // What made good for the deadline before does not count for this one, too.
    const used = before?.state === 'late' ? before.at : -Infinity;
    const from = Math.max(deadline - (sla.within ?? WITHIN_MS), used);
    const succeededAt = this.#ledger.firstSuccess(task.id, from, Math.min(now, deadline))?.at;
    return {
      now,
      deadline,
      from,
      succeededAt,
      active: active(task.id)
        .filter(({ state }) => state !== 'awaiting_approval')
        .map(({ id, state, startedAt }) => ({ id, startedAt: state === 'running' ? startedAt : undefined })),
      expectedMs: this.#ledger.expected(task.id),
      warnMs: sla.warn ?? WARN_MS,
      nextDue: nextDue(task.id),
      held: held(task),
    };
  }

  #brokenFacts(task: string, { from, deadline }: SlaFacts) {
    return {
      last: this.#ledger.lastEnd(task, from, deadline),
      away: this.#options.absences(from).filter((away) => away.from < deadline),
    };
  }
}

function slaOf({ definition }: LoadedTask): Sla | undefined {
  return definition === undefined || definition.enabled === false ? undefined : definition.sla;
}
