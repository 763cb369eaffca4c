import { expect, it } from 'vitest';
import type { Finding } from '#shared/nouns/finding.ts';
import { groupFindings } from './group-findings.ts';

const finding = (code: string, message = code): Finding => ({
  code,
  message,
  severity: 'warning',
  remedy: 'mend it',
});

it('each finding stands in one place', () => {
  const status = [finding('home_files_loose'), finding('run_unusual'), finding('notify_undelivered')];
  const all = [...status, finding('task_invalid', 'a.yaml'), finding('task_invalid', 'b.yaml')];
  const { own, ofTasks, unusual, undelivered } = groupFindings(all, status);
  expect([own, ofTasks, unusual, undelivered].map((group) => group.map(({ message }) => message))).toEqual([
    ['home_files_loose'],
    ['a.yaml', 'b.yaml'],
    ['run_unusual'],
    ['notify_undelivered'],
  ]);
});
