/** Who decided what, and what was changed by whom. */
import type { Block, Line, Section } from '../document.ts';
import type { ReportFacts } from '../facts.ts';
import type { LinkTo } from './compose.ts';
import { momentWords } from './moments.ts';

export function decisionsSection(facts: ReportFacts, linkTo: LinkTo): Section | undefined {
  const { decisions, moreDecisions, period } = facts;
  if (decisions.length === 0) return undefined;
  return {
    title: 'Approved and denied',
    blocks: [
      {
        kind: 'table',
        label: 'Decisions',
        head: ['When', 'Who', 'Decided', 'About', 'Why'],
        numbers: [],
        rows: decisions.map(({ at, by, what, about, run, approval, reason }) => [
          [momentWords(at, period)],
          [by],
          [what],
          target(about, { run, approval }, linkTo),
          [reason ?? ''],
        ]),
      },
      ...rest(moreDecisions, linkTo),
    ],
  };
}

function target(
  about: string,
  { run, approval }: { run: number | undefined; approval: number | undefined },
  linkTo: LinkTo,
): Line {
  if (approval !== undefined) return [{ text: about, to: linkTo(`/approvals/${approval}`) }];
  return run === undefined ? [about] : [{ text: about, to: linkTo(`/runs/${run}`) }];
}

export function changesSection(facts: ReportFacts): Section | undefined {
  const { changes, moreChanges, period } = facts;
  if (changes.length === 0) return undefined;
  return {
    title: 'What changed',
    blocks: [
      {
        kind: 'table',
        label: 'Changes',
        head: ['When', 'Who', 'What', 'Why'],
        numbers: [],
        rows: changes.map(({ at, by, what, count, reason }) => [
          [momentWords(at, period)],
          [by],
          [count === 1 ? what : `${what} (${count} times)`],
          [reason ?? ''],
        ]),
      },
      ...(moreChanges === 0
        ? []
        : [{ kind: 'text' as const, line: [`And ${moreChanges} more: the audit has all of them.`] }]),
    ],
  };
}

function rest(more: number, linkTo: LinkTo): Block[] {
  return more === 0
    ? []
    : [
        {
          kind: 'text',
          line: [`And ${more} more: `, { text: 'the audit has all of them', to: linkTo('/audit') }, '.'],
        },
      ];
}
