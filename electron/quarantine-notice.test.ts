import { expect, it } from 'vitest';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { tellOfQuarantine } from './quarantine-notice.ts';

it('tells of a task in quarantine, and of nothing else', () => {
  const shown: unknown[] = [];
  let tell: (event: LukaEvent) => void = () => undefined;
  tellOfQuarantine({
    follow: (listener) => ((tell = listener), () => undefined),
    titleOf: () => 'Nightly backup',
    show: (notice) => shown.push(notice),
  });
  const event = { seq: 1, at: '', task: 'backup', data: { failures: 5, message: 'step 1 (cp): exit 1' } };
  tell({ ...event, type: 'task.released' });
  expect(shown).toEqual([]);
  tell({ ...event, type: 'task.quarantined' });
  expect(shown).toEqual([
    {
      title: 'Nightly backup was stopped',
      body: 'It failed 5 times in a row: step 1 (cp): exit 1',
      open: '/tasks/backup',
    },
  ]);
});
