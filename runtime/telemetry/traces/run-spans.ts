/**
 * The trace of a run that has ended, out of what the ledger has of it: trigger, gate, queue, attempts, steps, checks. Pure.
 * Command lines are left out: they may hold what nobody else should see.
 */
import type { Attempt, Run, StepRun } from '#shared/nouns/run.ts';
import { basename } from 'node:path';
import { spanIdOf, stepPart, traceIdOf, type TracedRun } from './ids.ts';
import type { Span, SpanLink } from './span.ts';

export interface RunTraceFacts {
  readonly home: string;
  readonly run: Run;
  /** When somebody decided on its approval, ms since 1970. */
  readonly decidedAt?: number | undefined;
  /** The run that it came after, or is again. */
  readonly before?: TracedRun | undefined;
}

export function runSpans({ home, run, decidedAt, before }: RunTraceFacts): Span[] {
  const queuedAt = Date.parse(run.queuedAt);
  const traceId = traceIdOf(home, { id: run.id, queuedAt });
  const rootId = spanIdOf(traceId, 'run');
  const endedAt = Date.parse(run.endedAt ?? run.queuedAt);
  const judgedAt = decidedAt ?? queuedAt;
  const first = run.attempts[0];
  const startedAt = first === undefined ? endedAt : Date.parse(first.startedAt);
  const due = run.cause.scheduledFor === undefined ? undefined : Date.parse(run.cause.scheduledFor);
  const begin = Math.min(queuedAt, due ?? queuedAt);
  const child = (part: string, span: Omit<Span, 'traceId' | 'spanId' | 'parent'>): Span => ({
    traceId,
    spanId: spanIdOf(traceId, part),
    parent: rootId,
    ...span,
    end: Math.max(span.start, span.end),
  });
  return [
    {
      traceId,
      spanId: rootId,
      name: `run ${run.task ?? 'order'}`,
      start: begin,
      end: Math.max(begin, endedAt),
      attributes: rootAttributes(run),
      status: statusOf(run.state, run.message),
      ...(before === undefined ? {} : { links: [linkTo(home, before, run.cause.kind)] }),
    },
    child('trigger', {
      name: `trigger ${run.cause.kind}`,
      start: begin,
      end: queuedAt,
      attributes: {
        'luka.cause.by': run.cause.by,
        'luka.cause.detail': run.cause.detail,
        'luka.scheduled_for': run.cause.scheduledFor,
        'luka.late': run.cause.late,
      },
    }),
    ...(run.gate === undefined
      ? []
      : [
          child('gate', {
            name: 'gate',
            start: queuedAt,
            end: judgedAt,
            attributes: {
              'luka.gate.decision': run.gate.decision,
              'luka.gate.score': run.gate.score,
              'luka.gate.asker': run.gate.asker,
              'luka.gate.confinement': run.gate.confinement,
              'luka.approval': run.approval,
            },
            ...(run.state === 'denied' ? { status: statusOf('denied', run.message) } : {}),
          }),
        ]),
    child('queue', {
      name: 'queue',
      start: judgedAt,
      end: startedAt,
      attributes: { 'luka.priority': run.priority },
    }),
    ...run.attempts.flatMap((attempt) => attemptSpans(traceId, rootId, run, attempt)),
  ];
}

function attemptSpans(traceId: string, rootId: string, run: Run, attempt: Attempt): Span[] {
  const { number, steps } = attempt;
  const spanId = spanIdOf(traceId, `attempt ${number}`);
  const start = Date.parse(attempt.startedAt);
  const end = Math.max(start, Date.parse(attempt.endedAt ?? run.endedAt ?? attempt.startedAt));
  // The one before led to this one, and is not what it is part of.
  const retried: SpanLink[] =
    number === 1
      ? []
      : [
          {
            traceId,
            spanId: spanIdOf(traceId, `attempt ${number - 1}`),
            attributes: { 'luka.link': 'retry of' },
          },
        ];
  const told = steps.filter(({ startedAt }) => startedAt !== undefined);
  const stepsEnd = Math.max(start, ...told.map((step) => Date.parse(step.endedAt ?? step.startedAt!)));
  const isNewest = number === run.attempts.at(-1)?.number;
  return [
    {
      traceId,
      spanId,
      parent: rootId,
      name: `attempt ${number}`,
      start,
      end,
      attributes: { 'luka.attempt': number, 'process.exit.code': attempt.exitCode },
      status: statusOf(attempt.state, attempt.message),
      ...(retried.length === 0 ? {} : { links: retried }),
    },
    ...told.map((step) => stepSpan(traceId, spanId, number, step)),
    ...(isNewest && run.checks.length > 0 ? [checksSpan(traceId, spanId, run, stepsEnd, end)] : []),
  ];
}

function stepSpan(traceId: string, parent: string, attempt: number, step: StepRun): Span {
  const start = Date.parse(step.startedAt!);
  const program = step.command[0];
  return {
    traceId,
    spanId: spanIdOf(traceId, stepPart(attempt, step.index)),
    parent,
    name: `step ${step.id ?? step.index + 1}`,
    start,
    end: Math.max(start, Date.parse(step.endedAt ?? step.startedAt!)),
    attributes: {
      'luka.step.name': step.name,
      'luka.step.kind': step.kind,
      'luka.step.optional': step.optional,
      'process.pid': step.pid,
      'process.exit.code': step.exitCode,
      'process.executable.name':
        step.pid === undefined || program === undefined ? undefined : basename(program),
      'luka.signal': step.signal,
    },
    status: statusOf(step.state, step.message),
  };
}

function checksSpan(traceId: string, parent: string, { checks }: Run, start: number, end: number): Span {
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  return {
    traceId,
    spanId: spanIdOf(traceId, 'checks'),
    parent,
    name: 'checks',
    start,
    end: Math.max(start, end),
    attributes: { 'luka.checks': checks.length, 'luka.checks.failed': failed.length },
    events: checks.map(({ kind, name, outcome, level }) => ({
      name: `check ${kind}`,
      at: end,
      attributes: { 'luka.check.name': name, 'luka.check.outcome': outcome, 'luka.check.level': level },
    })),
    status: failed.length === 0 ? { ok: true } : { ok: false, message: failed[0]?.message },
  };
}

function rootAttributes(run: Run): Span['attributes'] {
  return {
    'luka.run.id': run.id,
    'luka.run.state': run.state,
    'luka.task': run.task,
    'luka.title': run.title,
    'luka.cause': run.cause.kind,
    'luka.attempts': run.attempts.length,
    'luka.validation': run.validation,
    'process.exit.code': run.exitCode,
    // The name that OpenTelemetry has for the class of an error.
    'error.type': run.errorCode,
  };
}

function linkTo(home: string, run: TracedRun, kind: string): SpanLink {
  const traceId = traceIdOf(home, run);
  return {
    traceId,
    spanId: spanIdOf(traceId, 'run'),
    attributes: { 'luka.link': kind === 'after' ? 'after' : 'run again of', 'luka.run.id': run.id },
  };
}

/** What was cancelled or skipped did neither well nor badly. */
function statusOf(state: string, message: string | undefined): Span['status'] {
  if (state === 'succeeded') return { ok: true };
  if (state === 'cancelled' || state === 'skipped') return undefined;
  return { ok: false, message };
}
