/** Which part of the overview a finding belongs to. */
import type { Finding } from '#shared/nouns/finding.ts';

export interface GroupedFindings {
  /** Of Luka itself: its home, its settings, its database. */
  readonly own: readonly Finding[];
  readonly ofTasks: readonly Finding[];
  /** Runs far outside their own history. */
  readonly unusual: readonly Finding[];
  /** Channels that nothing gets through to; told among what needs a human. */
  readonly undelivered: readonly Finding[];
}

/**
 * @param all what the overview tells: what the status tells, and what is wrong with task files
 * @param ofStatus what the status tells alone
 */
export function groupFindings(all: readonly Finding[], ofStatus: readonly Finding[] = []): GroupedFindings {
  const unusual = all.filter(({ code }) => code === 'run_unusual');
  const undelivered = all.filter(({ code }) => code === 'notify_undelivered');
  const rest = all.filter((finding) => !unusual.includes(finding) && !undelivered.includes(finding));
  const isOwn = (finding: Finding): boolean =>
    ofStatus.some(({ code, message }) => code === finding.code && message === finding.message);
  return {
    own: rest.filter(isOwn),
    ofTasks: rest.filter((finding) => !isOwn(finding)),
    unusual,
    undelivered,
  };
}
