import { join } from 'node:path';
import type { HeadlessReport } from '#shared/nouns/headless.ts';
import { replaceFile } from '../../home/atomic-file.ts';
import { tableRow } from '../../deploy/luka/report.ts';

/** For people and for programs. @returns the report with the file it was written to, without an ending */
export async function writeHeadlessReport(folder: string, report: HeadlessReport): Promise<HeadlessReport> {
  const file = join(folder, `headless-${report.action}-${report.at.replaceAll(/[:.]/g, '-')}`);
  const written = { ...report, file };
  await replaceFile(`${file}.json`, `${JSON.stringify(written, null, 2)}\n`);
  await replaceFile(`${file}.md`, formatHeadlessReport(written));
  return written;
}

function formatHeadlessReport({
  action,
  outcome,
  at,
  steps,
  checks,
  notes,
  message,
}: HeadlessReport): string {
  const lines = [`# A Mac that never sleeps: ${action} ${outcome}`, '', `At ${at}.`];
  if (message !== undefined)
    lines.push('', '## Why', '', ...message.split('\n').map((line) => `    ${line}`));
  if (notes.length > 0) lines.push('', '## Left out', '', ...notes.map((note) => `- ${note}`));
  if (steps.length > 0)
    lines.push(
      '',
      '## Steps',
      '',
      '| as | command | why | state | note |',
      '| --- | --- | --- | --- | --- |',
      ...steps.map((step) => tableRow(step.as, `\`${step.command}\``, step.why, step.state, step.note)),
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
