/** Luka's own runs, approvals and memories in words: only what the API shows of them too. */
import type { ApprovalSummary } from '#shared/nouns/approval.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { CheckResult } from '#shared/nouns/check.ts';

/** What is told of a step: its command may hold more than a search should show. */
export interface StepWords {
  readonly name: string;
  readonly state: string;
  readonly exitCode: number | null;
  readonly message: string | null;
}

export interface OwnText {
  readonly title: string;
  readonly tags: readonly string[];
  readonly text: string;
}

export function runText(
  run: RunSummary,
  steps: readonly StepWords[],
  checks: readonly Pick<CheckResult, 'name' | 'outcome' | 'message'>[],
): OwnText {
  const what = run.task ?? run.title;
  const title = `Run ${run.id} of ${what}: ${words(run.state)}`;
  return {
    title,
    tags: [run.state, ...(run.task === undefined ? [] : [run.task])],
    text: lines([
      `# ${title}`,
      run.title === what ? undefined : run.title,
      run.message,
      run.errorCode && `Error: ${run.errorCode}`,
      run.exitCode === undefined ? undefined : `Exit code ${run.exitCode}`,
      run.signal && `Signal ${run.signal}`,
      `Cause: ${[run.cause.kind, run.cause.detail, run.cause.late].filter(Boolean).join(', ')}`,
      run.startedAt && `Started ${run.startedAt}`,
      run.endedAt && `Ended ${run.endedAt}`,
      ...steps.map(
        ({ name, state, exitCode, message }) =>
          `- Step ${name}: ${[words(state), exitCode === null || exitCode === 0 ? '' : `exit code ${exitCode}`, message].filter(Boolean).join(', ')}`,
      ),
      ...checks.map(({ name, outcome, message }) => `- Check ${name}: ${outcome}, ${message}`),
    ]),
  };
}

export function approvalText(approval: ApprovalSummary): OwnText {
  const { id, title, state, run, reason, requestedBy, requestedAt, decidedBy, decidedAt, note } = approval;
  const heading = `Approval ${id} of ${title}: ${words(state)}`;
  return {
    title: heading,
    tags: [state, ...(approval.task === undefined ? [] : [approval.task])],
    text: lines([
      `# ${heading}`,
      `For run ${run}`,
      reason && `Reason: ${reason}`,
      `Asked by ${requestedBy.name}, ${requestedAt}`,
      decidedBy && `Decided by ${decidedBy.name}, ${decidedAt}`,
      note && `Note: ${note}`,
    ]),
  };
}

export function memoryText({ kind, text }: { readonly kind: string; readonly text: string }): OwnText {
  const [first = ''] = text.trim().split('\n', 1);
  return { title: `${kind}: ${first.slice(0, 120)}`, tags: [kind], text };
}

function words(state: string): string {
  return state.replaceAll('_', ' ');
}

function lines(all: readonly (string | undefined)[]): string {
  return `${all.filter((line) => line !== undefined && line !== '').join('\n')}\n`;
}
