/** The report of a session in the person's own form, as Markdown. */
import type { ApprovalSummary } from '#shared/nouns/approval.ts';
import { isBad, type RunSummary } from '#shared/nouns/run.ts';
import { clockWords } from '../../schedule/local-words.ts';
import { decisionOf } from './decisions.ts';
import type { SessionFacts } from './session-facts.ts';
import { list, localDay } from './state-values.ts';
import { toDosOf } from './to-dos.ts';

export interface ReportRequest {
  readonly facts: SessionFacts;
  readonly objective?: string | undefined;
  readonly nextGoal?: string | undefined;
  /** As they are now. */
  readonly running: readonly RunSummary[];
  readonly approvals: readonly ApprovalSummary[];
  readonly validations: readonly RunSummary[];
  /** Whom the file of a task names as its owner. */
  readonly ownerOf: (task: string) => string | undefined;
}

export function sessionReport(request: ReportRequest): string {
  const { facts, running, approvals, validations, ownerOf } = request;
  const { from, to, runs, audit, notes } = facts;
  const clock = (at: number | string) => clockWords(typeof at === 'number' ? at : Date.parse(at), to);
  const decisions = audit.flatMap((row) => decisionOf(row) ?? []);
  const light = (wanted: 'green' | 'yellow') =>
    decisions.filter((one) => one.light === wanted).map(({ text, at }) => `${text} (${clock(at)})`);
  const toDos = toDosOf({ runs, approvals, validations, notes, ownerOf });
  const good = runs.filter(({ state }) => state === 'succeeded').length;
  const bad = runs.filter(({ state }) => isBad(state)).length;
  const goal =
    request.nextGoal ?? (toDos[0] ? `${toDos[0].phase}: ${toDos[0].task}` : 'keep what is scheduled running');
  const objective =
    request.objective ?? notes.find(({ kind }) => kind === 'plan')?.text.split('\n', 1)[0] ?? 'not said';
  return `# Session of ${localDay(to)}

From ${clock(from)} to ${clock(to)}.

## Objective

${objective}

## Roles

${list(rolesOf(facts))}

## State

${list([
  `${runs.length} runs ended: ${good} succeeded, ${bad} failed, ${runs.length - good - bad} cancelled`,
  `${running.length} running, ${approvals.length} waiting for approval, ${validations.length} results to be looked at`,
])}

## Issues fixed

${list([...fixedOf(runs, clock), ...notes.filter(({ kind }) => kind === 'solution').map(({ text }) => text)])}

## Decisions

Green:

${list(light('green'))}

Yellow:

${list([...light('yellow'), ...approvals.map(({ id, title }) => `${title} waits for a decision (approval ${id})`)])}

## Open to-dos

${table(toDos)}

## Notes

${list(notes.filter(({ kind }) => kind !== 'solution').map(({ kind, text }) => `${kind}: ${text}`))}

## Outcome

${outcomeOf(good, bad, toDos.length)}

## Next goal

${goal}
`;
}

function rolesOf({ runs, audit }: SessionFacts): string[] {
  const deeds = new Map<string, number>();
  const note = (who: string) => deeds.set(who, (deeds.get(who) ?? 0) + 1);
  for (const { actor } of audit)
    if (actor.role !== 'nobody')
      note(actor.name === actor.role ? actor.name : `${actor.name} (${actor.role})`);
  for (const { cause } of runs) note(cause.client ?? cause.by);
  return [...deeds]
    .sort((a, b) => b[1] - a[1])
    .map(([who, times]) => `${who}: ${times} ${times === 1 ? 'entry' : 'entries'} in the records`);
}

/** Tasks whose newest end is good after a bad one. */
function fixedOf(runs: readonly RunSummary[], clock: (at: string) => string): string[] {
  return [
    ...Map.groupBy(
      runs.filter(({ state }) => state !== 'cancelled'),
      ({ task, title }) => task ?? title,
    ).values(),
  ].flatMap((ofTask) => {
    const last = ofTask.at(-1)!;
    const bad = ofTask.findLast(({ state }) => isBad(state));
    if (!bad || last.state !== 'succeeded') return [];
    return [
      `${last.title}: failed at ${clock(bad.endedAt!)} (#${bad.id}${bad.message === undefined ? '' : `, ${bad.message}`}), succeeded at ${clock(last.endedAt!)} (#${last.id})`,
    ];
  });
}

function table(toDos: ReturnType<typeof toDosOf>): string {
  if (toDos.length === 0) return '- none';
  const cell = (text: string) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return [
    '| phase | task | owner |',
    '| --- | --- | --- |',
    ...toDos.map(({ phase, task, owner }) => `| ${cell(phase)} | ${cell(task)} | ${cell(owner)} |`),
  ].join('\n');
}

function outcomeOf(good: number, bad: number, open: number): string {
  if (good + bad === 0)
    return open === 0 ? 'Nothing ran, and nothing is open.' : `Nothing ran. ${open} to-dos are open.`;
  const share = Math.round((100 * good) / (good + bad));
  return `${share} % of the runs succeeded. ${open === 0 ? 'Nothing is open.' : `${open} to-dos are open.`}`;
}
