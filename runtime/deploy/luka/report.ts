/** A deployment as a file for people and one for programs, in the reports folder. */
import { join } from 'node:path';
import type { DeployReport } from '#shared/nouns/deployment.ts';
import { replaceFile } from '../../home/atomic-file.ts';

const WORDS: Readonly<Record<DeployReport['outcome'], string>> = {
  planned: 'a plan; nothing was changed',
  done: 'done, and every check passed',
  rolled_back: 'it failed; the release before runs again',
  failed: 'a check failed',
  stuck: 'it failed, and so did going back',
};

/** @returns the report with the file it was written to, without an ending */
export async function writeReport(folder: string, report: DeployReport): Promise<DeployReport> {
  const file = join(
    folder,
    `${report.action === 'verify' ? 'verify' : 'deploy'}-${report.at.replaceAll(/[:.]/g, '-')}`,
  );
  const written = { ...report, file };
  await replaceFile(`${file}.json`, `${JSON.stringify(written, null, 2)}\n`);
  await replaceFile(`${file}.md`, formatReport(written));
  return written;
}

export function formatReport(report: DeployReport): string {
  const { action, outcome, release, before, service, home, at, endedAt, steps, checks, message } = report;
  const lines = [
    `# ${action} of Luka: ${outcome}`,
    '',
    `${WORDS[outcome]}.`,
    '',
    `- release: ${release ?? 'none'}`,
    `- before: ${before ?? 'none'}`,
    `- service: ${service}`,
    `- home: ${home}`,
    `- from ${at} to ${endedAt}`,
    ...(message === undefined ? [] : ['', '## Why', '', ...message.split('\n').map((line) => `    ${line}`)]),
  ];
  if (steps.length > 0)
    lines.push(
      '',
      '## Steps',
      '',
      '| step | state | note |',
      '| --- | --- | --- |',
      ...steps.map(({ step, state, note }) => tableRow(step, state, note)),
    );
  if (checks.length > 0)
    lines.push(
      '',
      '## Checks',
      '',
      '| check | | what was seen |',
      '| --- | --- | --- |',
      ...checks.map(({ name, ok, note }) => tableRow(name, ok ? 'ok' : 'FAILED', note)),
    );
  return `${lines.join('\n')}\n`;
}

export function tableRow(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
}
