/** What waits for the person, first of all; and what somebody wrote down to be done. */
import type { Line, Section } from '../document.ts';
import type { ReportFacts } from '../facts.ts';
import type { LinkTo } from './compose.ts';

export function needsSection({ needs, moreNeeds }: ReportFacts, linkTo: LinkTo): Section | undefined {
  if (needs.length === 0) return undefined;
  return {
    title: 'Needs you now',
    blocks: [
      {
        kind: 'list',
        items: [
          ...needs.map(({ text, detail, to }): Line => [
            to === undefined ? text : { text, to: linkTo(to) },
            detail === undefined ? '' : `: ${detail}`,
          ]),
          ...(moreNeeds === 0 ? [] : [[`and ${moreNeeds} more`]]),
        ],
      },
    ],
  };
}

export function toDosSection({ toDos, moreToDos }: ReportFacts): Section | undefined {
  if (toDos.length === 0) return undefined;
  return {
    title: 'Open to-dos',
    blocks: [
      {
        kind: 'table',
        label: 'Open to-dos',
        head: ['Phase', 'To do', 'Owner', 'Written in'],
        numbers: [],
        rows: toDos.map(({ phase, task, owner, source }) => [
          [phase],
          [task],
          [owner],
          [`${source.kind} ${source.id}${source.line === undefined ? '' : `, line ${source.line}`}`],
        ]),
      },
      ...(moreToDos === 0 ? [] : [{ kind: 'text' as const, line: [`And ${moreToDos} more.`] }]),
    ],
  };
}
