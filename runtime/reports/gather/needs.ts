/** What waits for a person now, what presses most first. */
import type { LiveFacts, Need, ReportFacts } from '../facts.ts';
import type { OpenThings } from './open.ts';

const MOST = 60;

export function needsOf(open: OpenThings, live: LiveFacts): Pick<ReportFacts, 'needs' | 'moreNeeds'> {
  const titles = new Map(live.tasks.map(({ id, title }) => [id, title]));
  const needs: Need[] = [
    ...(live.frozen
      ? [{ kind: 'frozen' as const, text: 'Everything is frozen: nothing starts', to: '/policy' }]
      : []),
    ...open.approvals.map(({ id, title }): Need => ({
      kind: 'approval',
      text: `${title} waits for your yes or no`,
      to: `/approvals/${id}`,
    })),
    ...open.results.map(({ run, title }): Need => ({
      kind: 'result',
      text: `The result of ${title} (#${run}) waits to be looked at`,
      to: `/runs/${run}`,
    })),
    ...open.quarantined.map(({ task, reason }): Need => ({
      kind: 'quarantine',
      text: `${titles.get(task) ?? task} is in quarantine`,
      detail: reason === '' ? undefined : reason,
      to: `/tasks/${encodeURIComponent(task)}`,
    })),
    ...open.failing.map(({ run, title, message }): Need => ({
      kind: 'failing',
      text: `${title} failed last (#${run})`,
      detail: message,
      to: `/runs/${run}`,
    })),
    ...open.answers.map(({ id, conversation, question }): Need => ({
      kind: 'answer',
      text: `Answer ${id} was escalated`,
      detail: question,
      to: `/assistant/${conversation}`,
    })),
    ...live.findings
      .filter(({ severity }) => severity !== 'info')
      .map(({ message, remedy }): Need => ({ kind: 'finding', text: message, detail: remedy })),
    ...live.agents.map(({ label, words }): Need => ({
      kind: 'agent',
      text: `The agent ${label}`,
      detail: words,
      to: '/agents/doctor',
    })),
  ];
  return { needs: needs.slice(0, MOST), moreNeeds: Math.max(0, needs.length - MOST) };
}
