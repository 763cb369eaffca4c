/** What is asked of one task: why it did not run or failed, when it ran, when it runs. */
import { isBad, type RunState, type RunSummary } from '#shared/nouns/run.ts';
import { isOutcome } from '#shared/nouns/slot.ts';
import type { NamedTask } from '../find-task.ts';
import type { Intent } from '../intent.ts';
import { recordOfRun, recordOfTask, type Telling } from '../telling.ts';
import { stateWords, thaiState } from './ended.ts';

const DAY = 86_400_000;
/** What is older cannot be explained any more. */
const REACH = 29 * DAY;
const BAD: readonly RunState[] = ['failed', 'timed_out', 'interrupted', 'denied'];
const ENDED: readonly RunState[] = ['succeeded', 'cancelled', ...BAD];

export function tellWhyNotRun(task: NamedTask, intent: Intent, telling: Telling): void {
  const at = intent.moment ?? momentThatDidNotRun(task, intent, telling);
  if (at < telling.now - REACH) {
    telling.say(
      `What ${task.title} did at ${telling.clock(at)} is too long ago to be explained.`,
      `${task.title} เวลา ${telling.clock(at)} นานเกินกว่าจะอธิบายได้`,
      recordOfTask(task, 'older than what is kept for an explanation'),
    );
    return;
  }
  telling.looks.push(`the schedule, runs, pauses and absences around ${telling.clock(at)} for ${task.id}`);
  const answer = telling.state.why(task.id, at);
  const record = recordOfTask(task, answer.verdict);
  telling.say(
    `${task.title}, ${telling.clock(at)}: ${ended(answer.verdict)}`,
    `${task.title} เวลา ${telling.clock(at)}: ${answer.verdict}`,
    record,
  );
  for (const { text, run } of answer.evidence.slice(0, 3)) {
    const source =
      run === undefined ? recordOfTask(task, text) : { title: `#${run}`, text, page: `/runs/${run}` };
    if (!answer.verdict.includes(text)) telling.say(ended(text), text, source);
  }
  if (answer.next !== undefined)
    telling.say(
      `It is due next at ${telling.clock(answer.next)}.`,
      `ครั้งต่อไป ${telling.clock(answer.next)}`,
      recordOfTask(task, `next ${answer.next}`),
    );
  telling.offer({
    kind: 'run-task',
    task: task.id,
    label: telling.words(`Run ${task.title} now`, `รัน ${task.title} ตอนนี้`),
  });
  telling.offerPage(`/tasks/${encodeURIComponent(task.id)}`, `Open ${task.title}`, `เปิด ${task.title}`);
}

/** The newest due moment of the time that came to nothing; without one, the end of that time. */
function momentThatDidNotRun({ id }: NamedTask, { period }: Intent, telling: Telling): number {
  const { now, state } = telling;
  const from = Math.max(now - REACH, period?.from ?? now - 2 * DAY);
  const to = Math.min(period?.to ?? now, now);
  const slots = state.slots({ task: id, from, to });
  const missed = slots.find(
    (slot) => !isOutcome(slot.state) || (slot.state !== 'ran' && slot.state !== 'caught_up'),
  );
  const chosen = missed ?? (period ? slots[0] : undefined);
  return chosen ? Date.parse(chosen.lastDue ?? chosen.due) : period ? Math.max(from, to - 60_000) : now;
}

export function tellWhyFailed(task: NamedTask, intent: Intent, telling: Telling): void {
  const { state, now } = telling;
  const { period } = intent;
  telling.looks.push(`runs of ${task.id} that ended badly`);
  const run = period
    ? state.ended({ from: period.from, to: period.to, states: BAD, task: task.id })[0]
    : state.lastRun(task.id, 'bad');
  if (!run) {
    telling.say(
      `${task.title} has not failed${period ? ` ${period.words}` : ''}.`,
      `${task.title} ไม่ได้ล้มเหลว${period?.words ?? ''}`,
      recordOfTask(task, 'no bad run'),
    );
    tellLast(task, telling);
    return;
  }
  const why = run.message ?? telling.words('it said nothing', 'ไม่มีข้อความ');
  telling.say(
    `${task.title} ${stateWords(run.state)} at ${telling.clock(run.endedAt)} (#${run.id}): ${ended(why)}`,
    `${task.title} ${thaiState(run.state)} เวลา ${telling.clock(run.endedAt)} (#${run.id}): ${why}`,
    recordOfRun(run),
  );
  const since = state.ended({
    from: Date.parse(run.endedAt ?? run.queuedAt),
    to: now + 1,
    states: ['succeeded'],
    task: task.id,
  })[0];
  if (since)
    telling.say(
      `It has succeeded since, at ${telling.clock(since.endedAt)} (#${since.id}).`,
      `หลังจากนั้นสำเร็จแล้ว เวลา ${telling.clock(since.endedAt)} (#${since.id})`,
      recordOfRun(since),
    );
  telling.offerPage(`/runs/${run.id}`, `Open run ${run.id} and failures like it`, `เปิดรัน ${run.id}`);
  telling.offerAgain(run);
}

export function tellLastSuccess(task: NamedTask, _intent: Intent, telling: Telling): void {
  telling.looks.push(`runs of ${task.id} that succeeded`);
  const run = telling.state.lastRun(task.id, 'succeeded');
  if (run)
    telling.say(
      `${task.title} last succeeded at ${telling.clock(run.endedAt)} (#${run.id}).`,
      `${task.title} สำเร็จล่าสุดเวลา ${telling.clock(run.endedAt)} (#${run.id})`,
      recordOfRun(run),
    );
  else
    telling.say(
      `${task.title} has never succeeded.`,
      `${task.title} ไม่เคยสำเร็จ`,
      recordOfTask(task, 'no run that succeeded'),
    );
  const last = telling.state.lastRun(task.id, 'ended');
  if (last && isBad(last.state)) {
    telling.say(
      `Its last run ${stateWords(last.state)} at ${telling.clock(last.endedAt)} (#${last.id}).`,
      `รันล่าสุด${thaiState(last.state)} เวลา ${telling.clock(last.endedAt)} (#${last.id})`,
      recordOfRun(last),
    );
    telling.offerAgain(last);
  }
  offerPages(task, run, telling);
}

export function tellLastRun(task: NamedTask, { period }: Intent, telling: Telling): void {
  if (period) {
    telling.looks.push(`runs of ${task.id} ${period.words}`);
    const runs = telling.state.ended({ from: period.from, to: period.to, states: ENDED, task: task.id });
    if (runs.length === 0) {
      telling.say(
        `${task.title} did not run ${period.words.toLowerCase()}.`,
        `${task.title} ไม่ได้รัน${period.words}`,
        recordOfTask(task, `no run ${period.words}`),
      );
      const slot = telling.state.slots({
        task: task.id,
        from: period.from,
        to: Math.min(period.to, telling.now),
      })[0];
      if (slot)
        telling.say(
          `It was due at ${telling.clock(slot.due)}: ${ended(slot.reason)}`,
          `ถึงกำหนดเวลา ${telling.clock(slot.due)}: ${slot.reason}`,
          recordOfTask(task, slot.reason),
        );
      return;
    }
    for (const run of runs.slice(0, 3)) tellOne(run, telling);
    offerPages(task, runs[0], telling);
    return;
  }
  tellLast(task, telling);
}

function tellLast(task: NamedTask, telling: Telling): void {
  telling.looks.push(`the newest run of ${task.id}`);
  const run = telling.state.lastRun(task.id);
  if (run) tellOne(run, telling);
  else telling.say(`${task.title} has never run.`, `${task.title} ไม่เคยรัน`, recordOfTask(task, 'no run'));
  offerPages(task, run, telling);
}

export function tellNextRun(task: NamedTask, _intent: Intent, telling: Telling): void {
  telling.looks.push(`when ${task.id} is due`);
  const next = telling.state.nextDue(task.id);
  if (!next)
    telling.say(
      `${task.title} has no moment to come: it runs only when somebody asks.`,
      `${task.title} ไม่มีกำหนด รันเมื่อมีคนสั่งเท่านั้น`,
      recordOfTask(task, 'no moment to come'),
    );
  else {
    telling.say(
      `${task.title} is due at ${telling.clock(next.due)} (${next.trigger}).`,
      `${task.title} ถึงกำหนดเวลา ${telling.clock(next.due)} (${next.trigger})`,
      recordOfTask(task, `due ${next.due}, ${next.trigger}`),
    );
    if (next.obstacle !== undefined)
      telling.say(
        `It will not run then: ${ended(next.obstacle)}`,
        `แต่จะไม่รัน: ${next.obstacle}`,
        recordOfTask(task, next.obstacle),
      );
  }
  telling.offerPage('/schedule', 'Open the schedule', 'เปิดตารางเวลา');
}

/** Nothing is run by a question: it is offered. */
export function tellRunIt(task: NamedTask, _intent: Intent, telling: Telling): void {
  telling.say(
    `I start nothing by myself: press the button, and ${task.title} goes through the same gate as always.`,
    `ฉันไม่สั่งรันเอง กดปุ่มแล้ว ${task.title} จะผ่านด่านตรวจตามปกติ`,
    recordOfTask(task, `the task ${task.id}`),
  );
  telling.offer({
    kind: 'run-task',
    task: task.id,
    label: telling.words(`Run ${task.title}`, `รัน ${task.title}`),
  });
}

function tellOne(run: RunSummary, telling: Telling): void {
  const why = run.message === undefined || run.state === 'succeeded' ? '' : `: ${run.message}`;
  const at = telling.clock(run.endedAt ?? run.startedAt ?? run.queuedAt);
  telling.say(
    `${run.title} ${stateWords(run.state)} at ${at} (#${run.id})${why}.`,
    `${run.title} ${thaiState(run.state)} เวลา ${at} (#${run.id})${why}`,
    recordOfRun(run),
  );
  if (isBad(run.state)) telling.offerAgain(run);
}

function offerPages(task: NamedTask, run: RunSummary | undefined, telling: Telling): void {
  if (run) telling.offerPage(`/runs/${run.id}`, `Open run ${run.id}`, `เปิดรัน ${run.id}`);
  telling.offerPage(`/tasks/${encodeURIComponent(task.id)}`, `Open ${task.title}`, `เปิด ${task.title}`);
}

function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
