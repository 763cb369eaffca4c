/** What failed, what happened. */
import type { RunState, RunSummary } from '#shared/nouns/run.ts';
import type { Intent } from '../intent.ts';
import { LONGEST_LOOK } from '../live-state.ts';
import { recordOfRun, type Telling } from '../telling.ts';

const DAY = 86_400_000;
const BAD: readonly RunState[] = ['failed', 'timed_out', 'interrupted', 'denied'];
const MOST = 8;

export function tellFailed(intent: Intent, telling: Telling): void {
  const { runs, when } = endedIn(intent, telling, BAD);
  if (runs.length === 0) {
    telling.say(`Nothing failed ${when.en}.`, `ไม่มีอะไรล้มเหลว${when.th}`, history(telling, when.en));
    return;
  }
  const names = new Set(runs.map(({ title }) => title));
  telling.say(
    `${count(runs.length, 'run')} of ${count(names.size, 'task')} failed ${when.en}.`,
    `${when.th} มี ${runs.length} รันจาก ${names.size} งานที่ล้มเหลว`,
    ...runs.slice(0, MOST).map(recordOfRun),
  );
  const told = newestOfEach(runs).slice(0, MOST);
  for (const { run, times } of told) {
    tellRun(run, times, telling);
    telling.offerAgain(run);
    telling.offerPage(`/runs/${run.id}`, `Open run ${run.id}`, `เปิดรัน ${run.id}`);
  }
  const more = names.size - told.length;
  if (more > 0) telling.say(`${count(more, 'more task')} failed, too.`, `และอีก ${more} งาน`);
}

export function tellHappened(intent: Intent, telling: Telling): void {
  const bad = endedIn(intent, telling, BAD);
  const good = endedIn(intent, telling, ['succeeded']);
  const { when } = good;
  telling.say(
    `${capital(when.en)} ${count(good.runs.length, 'run')} succeeded and ${bad.runs.length} failed.`,
    `${when.th} สำเร็จ ${good.runs.length} รัน ล้มเหลว ${bad.runs.length} รัน`,
    history(telling, when.en),
  );
  for (const { run, times } of newestOfEach(bad.runs).slice(0, MOST)) {
    tellRun(run, times, telling);
    telling.offerAgain(run);
  }
}

function endedIn({ period, tasks }: Intent, telling: Telling, states: readonly RunState[]) {
  const { from, to } = period ?? { from: telling.now - DAY, to: telling.now + 1 };
  const isCut = to - from > LONGEST_LOOK;
  const when = {
    en: `${period ? period.words.toLowerCase() : 'in the last 24 hours'}${isCut ? ' (the last 31 days of it were looked at)' : ''}`,
    th: `${period ? period.words : 'ใน 24 ชั่วโมงที่ผ่านมา'}${isCut ? ' (ดูย้อนหลัง 31 วัน)' : ''}`,
  };
  telling.looks.push(`runs that ended from ${telling.clock(from)} to ${telling.clock(to)}`);
  const ofAll = tasks.length === 0 ? [undefined] : tasks.map(({ id }) => id);
  const runs = ofAll.flatMap((task) => telling.state.ended({ from, to, states, task }));
  return { runs, when };
}

function newestOfEach(runs: readonly RunSummary[]): { run: RunSummary; times: number }[] {
  const groups = Map.groupBy(runs, ({ task, title }) => task ?? title);
  return [...groups.values()].map((group) => ({
    run: group.reduce((newest, run) => (run.id > newest.id ? run : newest)),
    times: group.length,
  }));
}

function tellRun(run: RunSummary, times: number, telling: Telling): void {
  const at = telling.clock(run.endedAt);
  const why = run.message === undefined ? '' : `: ${run.message}`;
  const often = times === 1 ? '' : telling.words(`, ${times} times, the last`, ` ${times} ครั้ง ล่าสุด`);
  telling.say(
    `${run.title} ${stateWords(run.state)}${often} at ${at} (#${run.id})${why}.`,
    `${run.title} ${thaiState(run.state)}${often} เวลา ${at} (#${run.id})${why}`,
    recordOfRun(run),
  );
}

export function stateWords(state: RunState): string {
  return state === 'denied'
    ? 'was denied'
    : state === 'interrupted'
      ? 'was interrupted'
      : state.replace('_', ' ');
}

export function thaiState(state: RunState): string {
  const words: Partial<Record<RunState, string>> = {
    succeeded: 'สำเร็จ',
    failed: 'ล้มเหลว',
    timed_out: 'หมดเวลา',
    interrupted: 'ถูกขัดจังหวะ',
    denied: 'ไม่ได้รับอนุญาต',
    cancelled: 'ถูกยกเลิก',
    running: 'กำลังทำงาน',
    queued: 'รอคิว',
    awaiting_approval: 'รออนุมัติ',
  };
  return words[state] ?? state;
}

function history(telling: Telling, when: string) {
  return { title: telling.words('Runs', 'ประวัติการรัน'), text: `runs ${when}`, page: '/runs' };
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
