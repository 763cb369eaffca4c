/** The overview in one sentence: what a glance should tell. */
import type { Overview } from '#shared/nouns/system.ts';
import { count } from '../../words/run-state.ts';
import { SERVICE_WORDS } from '../../words/service-state.ts';

/** @param quarantined how many tasks are in quarantine */
export function headline(
  { status, failures, findings: all, running, services, slas }: Overview,
  quarantined: number,
): string {
  const { queued } = status.counts;
  const findings = all.filter(({ code }) => code !== 'notify_undelivered');
  const now =
    running.length > 0
      ? `${running.length} running${queued > 0 ? `, ${queued} waiting` : ''}`
      : queued > 0
        ? `${queued} waiting`
        : '';
  const down = services.filter(({ state }) => SERVICE_WORDS[state].down).length;
  const asked = status.counts.awaitingApproval;
  const answers = status.counts.escalatedAnswers;
  const wrong = [
    asked > 0 ? `${count(asked, 'run')} to decide on` : '',
    answers > 0 ? `${count(answers, 'answer')} to look at` : '',
    status.counts.stagedModules > 0 ? `${count(status.counts.stagedModules, 'module')} to look at` : '',
    slas.length > 0 ? `${count(slas.length, 'deadline')} to look at` : '',
    down > 0 ? `${count(down, 'service')} down` : '',
    quarantined > 0 ? `${count(quarantined, 'task')} in quarantine` : '',
    failures.length > 0 ? `${count(failures.length, 'failure')} to look at` : '',
    status.counts.invalidTasks > 0 || findings.length > 0
      ? `${count(Math.max(1, status.counts.invalidTasks), 'task file')} to mend`
      : '',
  ].filter((part) => part !== '');
  if (now === '' && wrong.length === 0) return 'All is quiet';
  if (wrong.length === 0) return now;
  return [now, ...wrong].filter((part) => part !== '').join(' · ');
}
