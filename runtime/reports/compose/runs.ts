/** What ran and how long it took, and what failed with the end of its output. */
import { formatDuration } from '#shared/nouns/duration.ts';
import type { Block, Line, Section } from '../document.ts';
import type { Failure, ReportFacts, TaskRuns } from '../facts.ts';
import type { LinkTo } from './compose.ts';
import { countWords, momentWords } from './moments.ts';

/** A time that differs by less is as usual. */
const MUCH = 1.5;
const NOTEWORTHY_MS = 2_000;
const STATES: Partial<Record<Failure['state'], string>> = {
  timed_out: 'ran into its time limit',
  interrupted: 'was interrupted',
};

export function runsSection({ runs, services }: ReportFacts, linkTo: LinkTo): Section | undefined {
  if (runs.length + services.length === 0) return undefined;
  const compared = runs.map((run) => comparedOf(run, linkTo));
  const hasCompared = compared.some((line) => line.length > 0);
  const hasOwners = runs.some(({ owner, phase }) => owner !== undefined || phase !== undefined);
  const table: Block = {
    kind: 'table',
    label: 'What ran',
    head: [
      'Task',
      ...(hasOwners ? ['Owner', 'Phase'] : []),
      'Runs',
      'Failed',
      'Took',
      ...(hasCompared ? ['Compared'] : []),
    ],
    numbers: hasOwners ? [3, 4, 5] : [1, 2, 3],
    rows: runs.map((run, index) => [
      nameOf(run, linkTo),
      ...(hasOwners ? [[run.owner ?? ''], [run.phase ?? '']] : []),
      [countOf(run)],
      [run.bad === 0 ? '0' : { strong: String(run.bad) }],
      [run.medianMs === undefined ? '' : formatDuration(run.medianMs)],
      ...(hasCompared ? [compared[index]!] : []),
    ]),
  };
  return {
    title: 'What ran',
    blocks: [
      ...(runs.length === 0 ? [] : [table]),
      ...(services.length === 0
        ? []
        : [
            {
              kind: 'list' as const,
              items: services.map(({ task, ended, bad }): Line => [
                `The service ${task} was started again after ${countWords(ended, 'end')}`,
                bad === 0 ? '' : `, ${bad} of them bad`,
              ]),
            },
          ]),
    ],
  };
}

function nameOf({ task, title }: TaskRuns, linkTo: LinkTo): Line {
  return task === undefined
    ? [title, ' (work order)']
    : [{ text: title, to: linkTo(`/tasks/${encodeURIComponent(task)}`) }];
}

function countOf({ good, bad, cancelled, denied }: TaskRuns): string {
  const all = (good + bad + cancelled + denied).toLocaleString('en-US');
  const rest = [
    ...(cancelled === 0 ? [] : [`${cancelled} cancelled`]),
    ...(denied === 0 ? [] : [`${denied} denied`]),
  ].join(', ');
  return rest === '' ? all : `${all} (${rest})`;
}

function comparedOf({ medianMs, usualMs, longest }: TaskRuns, linkTo: LinkTo): Line {
  if (medianMs === undefined) return [];
  const outlier: Line =
    longest !== undefined && longest.ms > medianMs * MUCH * 2 && longest.ms - medianMs > NOTEWORTHY_MS
      ? ['longest ', { text: formatDuration(longest.ms), to: linkTo(`/runs/${longest.run}`) }]
      : [];
  const against = againstUsual(medianMs, usualMs);
  return against === undefined ? outlier : [against, ...(outlier.length > 0 ? [', ', ...outlier] : [])];
}

function againstUsual(medianMs: number, usualMs: number | undefined): string | undefined {
  if (usualMs === undefined) return undefined;
  const usual = `usual is ${formatDuration(usualMs)}`;
  if (Math.abs(medianMs - usualMs) < NOTEWORTHY_MS) return 'as usual';
  if (medianMs > usualMs * MUCH) return `slower, ${usual}`;
  return medianMs * MUCH < usualMs ? `faster, ${usual}` : 'as usual';
}

export function failuresSection(facts: ReportFacts, linkTo: LinkTo): Section | undefined {
  const { failures, moreFailures } = facts;
  if (failures.length === 0) return undefined;
  return {
    title: 'What failed',
    blocks: [
      ...failures.flatMap((failure) => failureBlocks(failure, facts, linkTo)),
      ...(moreFailures === 0
        ? []
        : [
            {
              kind: 'text' as const,
              line: [`And ${countWords(moreFailures, 'more failed run')} of other tasks.`],
            },
          ]),
    ],
  };
}

function failureBlocks(failure: Failure, { period }: ReportFacts, linkTo: LinkTo): Block[] {
  const { run, title, state, at, attempts, message, more, mended, lines } = failure;
  return [
    { kind: 'heading', text: title },
    {
      kind: 'text',
      line: [
        { text: `Run #${run}`, to: linkTo(`/runs/${run}`) },
        ` ${STATES[state] ?? 'failed'} at ${momentWords(at, period)}`,
        attempts > 1 ? ` after ${attempts} attempts` : '',
        message === undefined ? '' : `: ${message}`,
        '.',
        more === 0 ? '' : ` ${countWords(more, 'more run')} of it failed, too.`,
        ...(mended === undefined
          ? []
          : [' It has succeeded since: ', { text: `#${mended}`, to: linkTo(`/runs/${mended}`) }, '.']),
      ],
    },
    ...(lines.length === 0 ? [] : [{ kind: 'output' as const, lines }]),
  ];
}
