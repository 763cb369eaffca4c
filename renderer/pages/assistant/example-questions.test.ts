import { expect, it } from 'vitest';
import { exampleQuestions } from './example-questions.ts';

const task = { title: 'Tidy', state: 'ready', triggers: [] } as const;

it('asks about what this Luka has', () => {
  const failed = {
    ...task,
    title: 'Backup',
    lastRun: { state: 'failed' },
  } as const;
  const questions = exampleQuestions([task, failed], true);
  expect(questions).toContain('Why did Backup fail?');
  expect(questions).toContain('When did Tidy last succeed?');
  expect(questions).toContain('What did we decide last week?');
});

it('asks about Luka itself where there is nothing else', () => {
  expect(exampleQuestions([], false)).toEqual([
    'What failed last night?',
    'What is due tonight?',
    'What needs me?',
  ]);
});
