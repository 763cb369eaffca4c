/** What goes on, what is due, what waits for a human, and how agents and services do. */
import { isDown } from '#shared/nouns/service.ts';
import type { Intent } from '../intent.ts';
import { recordOfRun, recordOfTask, type Telling } from '../telling.ts';
import { count } from './ended.ts';

const DAY = 86_400_000;
const MOST = 10;

export function tellRunning(_intent: Intent, telling: Telling): void {
  telling.looks.push('runs that go and wait');
  const running = telling.state.active('running');
  const queued = telling.state.active('queued');
  const page = {
    title: telling.words('Runs', 'รัน'),
    text: `${running.length} running, ${queued.length} queued`,
    page: '/runs',
  };
  if (running.length === 0) telling.say('Nothing is running.', 'ไม่มีอะไรกำลังทำงาน', page);
  for (const run of running.slice(0, MOST)) {
    telling.say(
      `${run.title} is running since ${telling.clock(run.startedAt)} (#${run.id}).`,
      `${run.title} กำลังทำงานตั้งแต่ ${telling.clock(run.startedAt)} (#${run.id})`,
      recordOfRun(run),
    );
    telling.offerPage(`/runs/${run.id}`, `Open run ${run.id}`, `เปิดรัน ${run.id}`);
  }
  if (queued.length > 0)
    telling.say(
      `${count(queued.length, 'run')} ${queued.length === 1 ? 'waits' : 'wait'} in the queue.`,
      `รอคิวอยู่ ${queued.length} รัน`,
      page,
    );
}

export function tellDue({ period, tasks }: Intent, telling: Telling): void {
  const from = Math.max(telling.now, period?.from ?? telling.now);
  const to = period?.to ?? telling.now + DAY;
  const when = {
    en: period ? period.words.toLowerCase() : 'in the next 24 hours',
    th: period?.words ?? 'ใน 24 ชั่วโมงข้างหน้า',
  };
  telling.looks.push(`what is due from ${telling.clock(from)} to ${telling.clock(to)}`);
  const ofAll = tasks.length === 0 ? [undefined] : tasks.map(({ id }) => id);
  const due = to <= from ? [] : ofAll.flatMap((task) => telling.state.upcoming({ from, to, task }));
  const page = {
    title: telling.words('Schedule', 'ตารางเวลา'),
    text: `${due.length} moments ${when.en}`,
    page: '/schedule',
  };
  if (due.length === 0) telling.say(`Nothing is due ${when.en}.`, `ไม่มีอะไรถึงกำหนด${when.th}`, page);
  const byTask = [...Map.groupBy(due, ({ task }) => task).values()];
  if (due.length > 0)
    telling.say(
      `${count(byTask.length, 'task')} ${byTask.length === 1 ? 'is' : 'are'} due ${when.en}.`,
      `${when.th} มี ${byTask.length} งานถึงกำหนด`,
      page,
    );
  for (const moments of byTask.slice(0, MOST)) {
    const [first, ...rest] = moments as [(typeof due)[number], ...typeof due];
    const often =
      rest.length === 0
        ? ''
        : telling.words(`, and ${count(rest.length, 'time')} more`, ` และอีก ${rest.length} ครั้ง`);
    const obstacle =
      first.obstacle === undefined
        ? ''
        : telling.words(`, but will not run: ${first.obstacle}`, ` แต่จะไม่รัน: ${first.obstacle}`);
    telling.say(
      `${first.title} at ${telling.clock(first.due)}${often}${obstacle}.`,
      `${first.title} เวลา ${telling.clock(first.due)}${often}${obstacle}`,
      recordOfTask({ id: first.task, title: first.title }, `due ${first.due}, ${first.trigger}`),
    );
  }
  telling.offerPage('/schedule', 'Open the schedule', 'เปิดตารางเวลา');
}

export async function tellNeedsMe(_intent: Intent, telling: Telling): Promise<void> {
  telling.looks.push('approvals, results that wait for a human, findings, services and agents');
  const { state } = telling;
  const approvals = state.approvals();
  const validations = state.validations();
  for (const { id, title, reason, run } of approvals.slice(0, MOST)) {
    const why = reason === undefined ? '' : `: ${reason}`;
    telling.say(
      `${title} waits for your yes or no (approval ${id})${why}.`,
      `${title} รอการอนุมัติ (${id})${why}`,
      { title, text: `approval ${id} of run ${run}`, page: `/approvals/${id}` },
    );
    telling.offerPage(`/approvals/${id}`, `Decide on ${title}`, `ตัดสินใจ ${title}`);
  }
  for (const run of validations.slice(0, MOST)) {
    telling.say(
      `The result of ${run.title} (#${run.id}) has to be looked at.`,
      `ผลของ ${run.title} (#${run.id}) ต้องตรวจสอบ`,
      { ...recordOfRun(run), page: '/validation' },
    );
    telling.offerPage('/validation', 'Look at results', 'ตรวจผลลัพธ์');
  }
  for (const { answer, conversation, question, by, note } of state.escalated().slice(0, MOST)) {
    const page = `/assistant/${conversation}?answer=${answer}`;
    const said = note === undefined ? '' : `: ${note}`;
    telling.say(
      `An answer was escalated by ${by}, to "${question}"${said}.`,
      `มีคำตอบที่ต้องให้คนดู "${question}"${said}`,
      { title: question, text: `answer ${answer}`, page },
    );
    telling.offerPage(page, 'Look at the answer', 'ดูคำตอบ');
  }
  const down = state.services().filter((service) => isDown(service.state));
  for (const service of down.slice(0, MOST))
    telling.say(
      `The service ${service.title} is down${service.message === undefined ? '' : `: ${service.message}`}.`,
      `บริการ ${service.title} ล่ม`,
      recordOfTask({ id: service.task, title: service.title }, service.state),
    );
  const findings = state.findings();
  if (findings.length > 0)
    telling.say(
      `${count(findings.length, 'finding')}, the first: ${findings[0]!.message}.`,
      `มีข้อสังเกต ${findings.length} ข้อ: ${findings[0]!.message}`,
      { title: telling.words('Findings', 'ข้อสังเกต'), text: findings[0]!.message, page: '/' },
    );
  const agents = await state.troubledAgents();
  if (agents.length > 0) {
    telling.say(
      `${count(agents.length, 'agent')} of launchd need${agents.length === 1 ? 's' : ''} a look.`,
      `เอเจนต์ ${agents.length} ตัวมีปัญหา`,
      {
        title: telling.words('Agents', 'เอเจนต์'),
        text: agents
          .map(({ label }) => label)
          .join(', ')
          .slice(0, 500),
        page: '/agents/doctor',
      },
    );
    telling.offerPage('/agents/doctor', 'Open the doctor', 'เปิดหน้าตรวจ');
  }
  if (telling.sentences.length === 0)
    telling.say('Nothing needs you now.', 'ตอนนี้ไม่มีอะไรต้องให้คุณทำ', {
      title: telling.words('Overview', 'ภาพรวม'),
      text: 'no approval, no result, no finding',
      page: '/',
    });
}

export async function tellAgents(_intent: Intent, telling: Telling): Promise<void> {
  telling.looks.push('the agents of launchd');
  const agents = await telling.state.troubledAgents();
  const page = {
    title: telling.words('Agents', 'เอเจนต์'),
    text: `${agents.length} in trouble`,
    page: '/agents/doctor',
  };
  if (agents.length === 0) telling.say('No agent of launchd is in trouble.', 'ไม่มีเอเจนต์ตัวไหนมีปัญหา', page);
  else
    telling.say(
      `${count(agents.length, 'agent')} of launchd ${agents.length === 1 ? 'is' : 'are'} in trouble.`,
      `มีเอเจนต์ ${agents.length} ตัวที่มีปัญหา`,
      page,
    );
  for (const { id, label, state, reason } of agents.slice(0, MOST))
    telling.say(`${label} is ${state.replace('_', ' ')}: ${reason}.`, `${label}: ${reason}`, {
      title: label,
      text: reason,
      page: `/agents/${encodeURIComponent(id)}`,
    });
  telling.offerPage('/agents/doctor', 'Open the doctor', 'เปิดหน้าตรวจ');
}

export function tellServices(_intent: Intent, telling: Telling): void {
  telling.looks.push('the services');
  const services = telling.state.services();
  if (services.length === 0)
    telling.say('There are no services.', 'ไม่มีบริการ', {
      title: telling.words('Tasks', 'งาน'),
      text: 'no task has a service section',
      page: '/tasks',
    });
  for (const { task, title, state, message } of services.slice(0, MOST)) {
    const why = message === undefined ? '' : `: ${message}`;
    telling.say(
      `${title} is ${state.replace('_', ' ')}${why}.`,
      `${title}: ${state.replace('_', ' ')}${why}`,
      recordOfTask({ id: task, title }, state),
    );
  }
}
