/** Where Luka can be killed from within: before or after a call that changes what is known, on disk or as a process. */

export const CALLS = ['begin', 'commit', 'sync', 'spawn', 'checkpoint'] as const;

/** What a transaction of the ledger can hold, each a step in the life of a run or of a due moment. */
export const TRANSITIONS = [
  'run.queued',
  'run.started',
  'step.started',
  'step.identified',
  'step.finished',
  'run.retrying',
  'run.ready',
  'run.finished',
  'run.repeated',
  'slot.added',
  'slot.changed',
  'slot.withdrawn',
  'trigger.accounted',
  'after.noted',
  'alive.noted',
  'task.noted',
  'schedule.paused',
  'schedule.resumed',
  'system.started',
  'system.away',
] as const;

export interface Point {
  /** One of CALLS, or `commit` with a transition: `commit run.started`. */
  readonly at: string;
  readonly when: 'before' | 'after';
  /** The first, second … of its kind in this life. */
  readonly nth: number;
}

export const PLACES: readonly Pick<Point, 'at' | 'when'>[] = [
  ...CALLS,
  ...TRANSITIONS.map((name) => `commit ${name}`),
].flatMap((at) => [
  { at, when: 'before' as const },
  { at, when: 'after' as const },
]);

const EVENTS = new Set<string>(TRANSITIONS);

const STATEMENTS: readonly (readonly [RegExp, (typeof TRANSITIONS)[number]])[] = [
  [/^update steps set pid/, 'step.identified'],
  [/^update runs set ready_at = null/, 'run.ready'],
  [/^insert into slots/, 'slot.added'],
  [/^update slots/, 'slot.changed'],
  [/^delete from slots/, 'slot.withdrawn'],
  [/^insert into triggers/, 'trigger.accounted'],
  [/^insert into task_states/, 'task.noted'],
];

/** Which transition a statement of a transaction makes, where it is one of those above. */
export function transitionOf(sql: string, values: readonly unknown[]): string | undefined {
  const text = sql.trimStart();
  if (text.startsWith('insert into events')) {
    const type = String(values[1]);
    return EVENTS.has(type) ? type : undefined;
  }
  if (text.startsWith('insert into marks'))
    return values[0] === 'after' ? 'after.noted' : values[0] === 'alive' ? 'alive.noted' : undefined;
  if (text.startsWith('insert into runs') && values.some((value) => String(value).startsWith('again:')))
    return 'run.repeated';
  return STATEMENTS.find(([pattern]) => pattern.test(text))?.[1];
}
