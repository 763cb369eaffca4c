/** Whatever was acknowledged is there, has ended, and was done as often as it may be: by the ledger and by the effects. */
import { isActive } from '#shared/nouns/run.ts';
import { retryTimes } from '#runtime/runs/retry.ts';
import type { RunRow, StepRow } from '#runtime/runs/records.ts';
import type { Effect, Evidence } from './evidence.ts';
import { finding, type Report, type Violation } from './violation.ts';

/** Runs that were asked for over HTTP. */
export function checkAsks({ ledger, journal }: Evidence): Violation[] {
  return finding((report) => {
    const byKey = new Map(ledger.runs.map((run) => [run.idempotency_key, run]));
    for (const { key, task, acknowledged } of journal.asks.values()) {
      if (acknowledged.size === 0) continue;
      const ids = [...acknowledged];
      const run = byKey.get(`client:${key}`);
      if (ids.length > 1) report('duplicated', `${key} was acknowledged as ${ids.join(' and ')}`);
      if (!run || !ids.includes(run.id) || run.task !== task || tokenOf(run) !== key)
        report(
          'lost',
          `${key} was acknowledged as #${ids[0]}; the ledger has ${run ? `#${run.id}` : 'none'}`,
        );
    }
    for (const key of journal.refused)
      if (byKey.has(`client:${key}`))
        report('ledger', `${key} was refused, and is #${byKey.get(`client:${key}`)?.id}`);
  });
}

function tokenOf(run: RunRow): string | undefined {
  return (JSON.parse(run.params) as { token?: string }).token;
}

/** Order files: each one became one run, and lies beside a result that says what the ledger says. */
export function checkOrders({ ledger, journal, orders }: Evidence): Violation[] {
  return finding((report) => {
    for (const id of journal.orders.keys()) {
      const runs = ledger.runs.filter((run) => run.order_id === id);
      const files = orders.filter(({ order }) => order === id);
      if (runs.length === 0) report('lost', `the order ${id} has no run`);
      if (runs.length > 1) report('duplicated', `the order ${id} has ${runs.length} runs`);
      if (files.length !== 1)
        report(files.length === 0 ? 'lost' : 'duplicated', `the order ${id} lies in ${files.length} places`);
      for (const { folder, run, state } of files) {
        if (folder === 'inbox' || folder === 'running')
          report('lost', `the order ${id} still lies in ${folder}`);
        else if (run === undefined) report('lost', `the order ${id} lies in ${folder} without a result`);
        else if (run !== runs[0]?.id || state !== runs[0].state)
          report(
            'ledger',
            `the result of ${id} says #${run} ${state}, the ledger #${runs[0]?.id} ${runs[0]?.state}`,
          );
      }
    }
  });
}

/** Nothing is left in the middle, and every end was told once. */
export function checkEnds({ ledger }: Evidence): Violation[] {
  return finding((report) => {
    const finished = Map.groupBy(
      ledger.events.filter(({ type }) => type === 'run.finished'),
      ({ run }) => run,
    );
    for (const run of ledger.runs) {
      if (isActive(run.state)) report('lost', `#${run.id} (${run.title}) is still ${run.state}`);
      const told = finished.get(run.id)?.length ?? 0;
      if (!isActive(run.state) && told !== 1)
        report('ledger', `the end of #${run.id} was told ${told} times`);
    }
    for (const { run, number, state } of ledger.attempts)
      if (isActive(state)) report('ledger', `attempt ${number} of #${run} is still ${state}`);
    for (const { run, attempt, idx, state } of ledger.steps)
      if (state === 'pending' || state === 'running')
        report('ledger', `step ${idx + 1} of attempt ${attempt} of #${run} is still ${state}`);
  });
}

/** A run is tried again only as its task says, and an interrupted one is repeated only where that does no harm. */
export function checkAttempts({ ledger, definitions, journal }: Evidence): Violation[] {
  return finding((report) => {
    const runs = new Map(ledger.runs.map((run) => [run.id, run]));
    const attempts = Map.groupBy(ledger.attempts, ({ run }) => run);
    for (const run of ledger.runs) {
      const made = attempts.get(run.id) ?? [];
      const most = 1 + retryTimes(definitions.get(run.task ?? '')?.retry);
      if (made.length > most) report('duplicated', `#${run.id} has ${made.length} attempts of ${most}`);
      if (made.some(({ number }, index) => number !== index + 1))
        report('ledger', `the attempts of #${run.id} are not numbered one by one`);
      for (const { number, state } of made.slice(0, -1))
        if (state !== 'failed' && state !== 'timed_out')
          report('duplicated', `#${run.id} was tried again after attempt ${number}, which was ${state}`);
      const again = /^again:(\d+)$/.exec(run.idempotency_key ?? '')?.[1];
      if (again === undefined) continue;
      const before = runs.get(Number(again));
      if (before?.state !== 'interrupted')
        report('duplicated', `#${run.id} repeats #${again}, which was ${before?.state}`);
      const root = rootOf(run, runs);
      const may =
        root.order_id === null
          ? definitions.get(root.task ?? '')?.idempotent
          : journal.orders.get(root.order_id)?.idempotent;
      if (may !== true) report('duplicated', `#${run.id} repeats #${again}, which must not be repeated`);
    }
  });
}

/** The run that others repeat. */
function rootOf(run: RunRow, runs: ReadonlyMap<number, RunRow>): RunRow {
  for (let root = run; ;) {
    const again = /^again:(\d+)$/.exec(root.idempotency_key ?? '')?.[1];
    const before = again === undefined ? undefined : runs.get(Number(again));
    if (!before || before.id >= root.id) return root;
    root = before;
  }
}

/** What was really done, against what the ledger says was. */
export function checkEffects({ ledger, effects }: Evidence): Violation[] {
  return finding((report) => {
    const runs = new Map(ledger.runs.map((run) => [run.id, run]));
    const done = Map.groupBy(effects, ({ run, attempt, step }) => `${run}.${attempt}.${step}`);
    const known = new Set<string>();
    for (const step of ledger.steps) {
      const key = `${step.run}.${step.attempt}.${step.idx}`;
      known.add(key);
      checkStep(step, done.get(key) ?? [], report);
    }
    for (const [key, lines] of done)
      if (!known.has(key))
        report(
          'ledger',
          `step ${key} (${lines[0]?.task ?? 'an order'}) was done and the ledger knows nothing of it`,
        );
    for (const { run: id, task, token } of effects) {
      const run = runs.get(id);
      if (!run) continue;
      const name = rootOf(run, runs).order_id ?? tokenOf(run) ?? null;
      if (run.task !== task || token !== name)
        report(
          'ledger',
          `#${id} did the work of ${task ?? 'an order'} ${token ?? ''}; it is ${run.task ?? 'an order'} ${name ?? ''}`,
        );
    }
    checkOnce(effects, runs, report);
  });
}

function checkStep(step: StepRow, lines: readonly Effect[], report: Report): void {
  const name = `step ${step.idx + 1} of attempt ${step.attempt} of #${step.run}`;
  const first = lines.filter(({ word }) => word === 'first').length;
  const last = lines.length - first;
  if (first > 1 || last > 1)
    report('duplicated', `${name} began ${first} times and came to its end ${last} times`);
  if (last > first) report('ledger', `${name} came to its end and never began`);
  if (first > 0 && step.started_at === null) report('ledger', `${name} was done before it was written down`);
  if (step.state === 'succeeded' && (first !== 1 || last !== 1))
    report('lost', `${name} succeeded, with ${first} beginnings and ${last} ends`);
}

/** What was asked for once is begun once, however many runs it became; repeated only by a run that says so. */
function checkOnce(effects: readonly Effect[], runs: ReadonlyMap<number, RunRow>, report: Report): void {
  const begun = new Map<string, Set<number>>();
  for (const { word, run, token } of effects) {
    if (word !== 'first' || token === null || runs.get(run)?.idempotency_key?.startsWith('again:')) continue;
    begun.set(token, (begun.get(token) ?? new Set()).add(run));
  }
  for (const [token, by] of begun)
    if (by.size > 1) report('duplicated', `${token} was begun by the runs ${[...by].join(', ')}`);
}
