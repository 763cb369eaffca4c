/** What the look at the installation found, as notices. */
import { createHash } from 'node:crypto';
import type { Finding } from '#shared/nouns/finding.ts';
import { isoAt } from '../clock.ts';
import type { NewNotice } from './read-event.ts';

/** Once a day for each of them: a Luka that is started again and again does not tell it each time. */
export function ofFinding(finding: Finding, now: number): NewNotice | undefined {
  const { code, severity, message, remedy, file } = finding;
  if (severity === 'info') return undefined;
  const seen = createHash('sha256')
    .update(`${isoAt(now).slice(0, 10)} ${code} ${file} ${message}`)
    .digest('hex');
  return {
    key: `finding:${seen}`,
    kind: 'finding',
    severity,
    about: `finding:${code}`,
    title: `Luka itself: ${message}`,
    body: remedy,
    open: '/settings/doctor',
    at: now,
  };
}
