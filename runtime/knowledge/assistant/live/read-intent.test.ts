import { describe, expect, it } from 'vitest';
import { readIntent } from './read-intent.ts';
import type { Intent } from './intent.ts';

const TASKS = [
  { id: 'backup', title: 'Backup of the photos' },
  { id: 'system-report', title: 'System report' },
  { id: 'mail-digest', title: 'สรุปอีเมล' },
  { id: 'photo-import', title: 'Import from the camera' },
  { id: 'photo-rename', title: 'Rename pictures' },
];
/** A Sunday at 10:00. */
const NOW = new Date(2026, 10, 29, 10).getTime();
const read = (question: string, before?: Intent) => readIntent(question, { tasks: TASKS, now: NOW, before });

describe('what is asked', () => {
  it.each([
    ['what failed last night?', 'failed'],
    ['What failed?', 'failed'],
    ['did anything fail yesterday', 'failed'],
    ['any failures today?', 'failed'],
    ['which tasks broke this week?', 'failed'],
    ['show me the errors of last night', 'failed'],
    ['did something go wrong overnight?', 'failed'],
    ['have there been any crashes since Friday?', 'failed'],
    ['how many runs failed in the last 3 days?', 'failed'],
    ['failures last night', 'failed'],
    ['เมื่อคืนมีอะไรล้มเหลวไหม', 'failed'],
    ['มีงานอะไรพังบ้าง', 'failed'],
    ['วันนี้งานไหนไม่สำเร็จบ้าง', 'failed'],
    ['why did backup not run?', 'why-not-run', 'backup'],
    ["why didn't backup run last night?", 'why-not-run', 'backup'],
    ["Why hasn't the backup run today?", 'why-not-run', 'backup'],
    ['why was system-report skipped?', 'why-not-run', 'system-report'],
    ['what kept the system report from running?', 'why-not-run', 'system-report'],
    ['why is backup still waiting?', 'why-not-run', 'backup'],
    ['how come mail-digest never started yesterday', 'why-not-run', 'mail-digest'],
    ['ทำไม backup ไม่ทำงาน', 'why-not-run', 'backup'],
    ['ทำไม backup ไม่ได้รันเมื่อคืน', 'why-not-run', 'backup'],
    ['why did backup fail?', 'why-failed', 'backup'],
    ['what went wrong with the backup last night?', 'why-failed', 'backup'],
    ['why is system-report broken', 'why-failed', 'system-report'],
    ['what happened to backup?', 'why-failed', 'backup'],
    ['ทำไม backup ล้มเหลว', 'why-failed', 'backup'],
    ['backup พังเพราะอะไร', 'why-failed', 'backup'],
    ['what is due tonight?', 'due'],
    ["what's scheduled for tomorrow?", 'due'],
    ['what runs next?', 'due'],
    ['what is coming up in the next 3 hours?', 'due'],
    ['is anything due this evening?', 'due'],
    ['คืนนี้มีอะไรต้องรันบ้าง', 'due'],
    ['พรุ่งนี้มีงานอะไรตามกำหนด', 'due'],
    ['when does backup run next?', 'next-run', 'backup'],
    ['when is the next run of system-report', 'next-run', 'system-report'],
    ['when will backup run again?', 'next-run', 'backup'],
    ['backup จะรันเมื่อไหร่', 'next-run', 'backup'],
    ['what is running?', 'running'],
    ['is anything running right now?', 'running'],
    ['what is luka doing?', 'running'],
    ['which jobs are in progress', 'running'],
    ['ตอนนี้มีอะไรกำลังทำงานอยู่', 'running'],
    ['what needs me?', 'needs-me'],
    ['does anything need my attention?', 'needs-me'],
    ['what is waiting for approval?', 'needs-me'],
    ['any open approvals?', 'needs-me'],
    ['what should I approve?', 'needs-me'],
    ['what do I have to review?', 'needs-me'],
    ['มีอะไรรออนุมัติไหม', 'needs-me'],
    ['มีอะไรรอฉันอยู่บ้าง', 'needs-me'],
    ['when did backup last succeed?', 'last-success', 'backup'],
    ['when was the last successful backup?', 'last-success', 'backup'],
    ['when did system-report last finish well?', 'last-success', 'system-report'],
    ['backup สำเร็จล่าสุดเมื่อไหร่', 'last-success', 'backup'],
    ['when did backup last run?', 'last-run', 'backup'],
    ['did backup run last night?', 'last-run', 'backup'],
    ['how did the backup go?', 'last-run', 'backup'],
    ['backup รันล่าสุดเมื่อไหร่', 'last-run', 'backup'],
    ['which agents are broken?', 'agents'],
    ['how are my launch agents doing?', 'agents'],
    ['มี agent ไหนพังบ้าง', 'agents'],
    ['are any services down?', 'services'],
    ['how are the services doing', 'services'],
    ['what happened last night?', 'happened'],
    ['เมื่อคืนเกิดอะไรขึ้น', 'happened'],
    ['run backup again', 'run-it', 'backup'],
    ['please rerun the system report', 'run-it', 'system-report'],
    ['รัน backup', 'run-it', 'backup'],
  ])('%s is %s', (question, kind, task?: string) => {
    const intent = read(question);
    expect(intent?.kind).toBe(kind);
    expect(intent?.tasks.map(({ id }) => id)).toEqual(task === undefined ? [] : [task]);
  });
});

describe('what is asked of documents, and not of Luka', () => {
  it.each([
    'what failed in the migration of the customer database?',
    'why did the Roman Empire not last?',
    'when did the first moon landing succeed?',
    'what is the capital of France?',
    'how do I run the tests of the parser?',
    'what is due according to the contract with the landlord?',
    'which agents of change does the book name?',
    'why does knowledge sync freeze the terminal?',
    'what is running in the family of the Bourbons',
    'how is the backup of the photos configured on the external disk?',
    'what did we decide about retention?',
    'สรุปบันทึกการประชุมเรื่องงบประมาณ',
    'ทำไมท้องฟ้าเป็นสีฟ้า',
    'run',
    '',
    '???',
  ])('%s', (question) => expect(read(question)).toBeUndefined());
});

describe('tasks', () => {
  it('by title, by a word that only one has, and all that could be meant', () => {
    expect(read('why did the backup of the photos not run?')?.tasks.map(({ id }) => id)).toEqual(['backup']);
    expect(read('when did the camera last run?')?.tasks.map(({ id }) => id)).toEqual(['photo-import']);
    expect(read('why did rename fail?')?.tasks.map(({ id }) => id)).toEqual(['photo-rename']);
    expect(read('when did photo last run?')?.tasks.map(({ id }) => id)).toEqual([
      'backup',
      'photo-import',
      'photo-rename',
    ]);
    expect(read('ทำไม สรุปอีเมล ไม่ทำงาน')?.tasks.map(({ id }) => id)).toEqual(['mail-digest']);
  });
});

describe('times', () => {
  const local = (ms: number | undefined) =>
    ms === undefined ? undefined : new Date(ms).toString().slice(0, 21);
  it.each([
    ['what failed last night?', 'Sat Nov 28 2026 18:00', 'Sun Nov 29 2026 09:00'],
    ['what failed yesterday?', 'Sat Nov 28 2026 00:00', 'Sun Nov 29 2026 00:00'],
    ['what failed today?', 'Sun Nov 29 2026 00:00', 'Mon Nov 30 2026 00:00'],
    ['what failed this week?', 'Mon Nov 23 2026 00:00', 'Mon Nov 30 2026 00:00'],
    ['what failed in the last 2 hours?', 'Sun Nov 29 2026 08:00', 'Sun Nov 29 2026 10:00'],
    ['what failed on Friday?', 'Fri Nov 27 2026 00:00', 'Sat Nov 28 2026 00:00'],
    ['what is due tonight?', 'Sun Nov 29 2026 17:00', 'Mon Nov 30 2026 06:00'],
    ['เมื่อคืนมีอะไรล้มเหลว', 'Sat Nov 28 2026 18:00', 'Sun Nov 29 2026 09:00'],
    ['เมื่อวานมีอะไรพัง', 'Sat Nov 28 2026 00:00', 'Sun Nov 29 2026 00:00'],
  ])('%s', (question, from, to) => {
    const { period } = read(question)!;
    expect([local(period?.from), local(period?.to)]).toEqual([from, to]);
  });

  it('an hour is a moment', () => {
    expect(local(read('why did backup not run at 03:00?')?.moment)).toBe('Sun Nov 29 2026 03:00');
    expect(local(read('why did backup not run yesterday at 9 pm?')?.moment)).toBe('Sat Nov 28 2026 21:00');
    expect(local(read('why did backup not run last night at 2am?')?.moment)).toBe('Sun Nov 29 2026 02:00');
    expect(local(read('why did backup not run at 23:30?')?.moment)).toBe('Sat Nov 28 2026 23:30');
  });
});

describe('going on with a conversation', () => {
  it('about another time, another task, or the same one', () => {
    const failed = read('what failed last night?')!;
    expect(read('and yesterday?', failed)).toMatchObject({ kind: 'failed', period: { words: 'yesterday' } });
    const why = read('why did backup not run?')!;
    expect(read('what about system-report?', why)).toMatchObject({
      kind: 'why-not-run',
      tasks: [{ id: 'system-report' }],
    });
    expect(read('when did it last succeed?', why)).toMatchObject({
      kind: 'last-success',
      tasks: [{ id: 'backup' }],
    });
    expect(read('run it again', why)).toMatchObject({ kind: 'run-it', tasks: [{ id: 'backup' }] });
    expect(read('แล้วเมื่อวานล่ะ', failed)).toMatchObject({ kind: 'failed' });
    expect(read('and the price of bread?', failed)).toBeUndefined();
    expect(read('when did it last succeed?')).toBeUndefined();
  });
});
