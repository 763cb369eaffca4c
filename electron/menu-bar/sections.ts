/** What goes on, as sections of the menu: what runs, what needs a person, what is due. */
import type { RunSummary } from '#shared/nouns/run.ts';
import { elapsedWords, label, momentWords, titleOf } from './label.ts';
import { words, type Item, type MenuParts } from './menu-item.ts';
import { approvals, countsInWords, downInWords, stagedInWords } from './state-words.ts';

/** More would make a menu longer than a screen; the window shows all. */
const MOST = { running: 10, asked: 3, failures: 3, next: 3 } as const;
const LONGEST_REASON = 90;
const LONGEST_NAME = 40;

/** What runs now, for how long, and how to end it. */
export function goingSection({ state, host, item, open }: MenuParts): Item[] {
  const running = state.running.slice(0, MOST.running).map((run): Item => {
    const since = run.startedAt === undefined ? undefined : Date.parse(run.startedAt);
    return {
      id: `run:${run.id}`,
      label: since === undefined ? titleOf(run) : `${titleOf(run)}, ${elapsedWords(host.now - since)}`,
      submenu: [
        ...(since === undefined
          ? []
          : [words(`since:${run.id}`, `Going since ${momentWords(since, host.now)}`)]),
        open(`show:${run.id}`, 'Show its log', `/runs/${run.id}`),
        item(`cancel:${run.id}`, 'Cancel', { do: 'cancel', run: run.id }),
      ],
    };
  });
  const more = state.running.length - running.length;
  return [
    words('counts', countsInWords(state)),
    ...running,
    ...(more > 0 ? [open('runs', `${more} more`, '/runs')] : []),
  ];
}

/** Approvals lead to where what would run can be read: nothing in a menu says yes. */
export function needsYouSection({ state, item, open }: MenuParts): Item[] {
  const asked = state.asked.slice(0, MOST.asked).map((run): Item => ({
    id: `asked:${run.id}`,
    label: `Needs you: ${titleOf(run)}`,
    submenu: [
      ...reasonOf(run, `asked-why:${run.id}`),
      open(`approval:${run.id}`, 'Read and decide…', decisionPage(run)),
    ],
  }));
  const failures = state.failures.slice(0, MOST.failures).map((run): Item => ({
    id: `failure:${run.id}`,
    label: `Failed: ${titleOf(run)}`,
    submenu: [
      ...reasonOf(run, `failed-why:${run.id}`),
      open(`failed:${run.id}`, 'See why', `/runs/${run.id}`),
      item(`rerun:${run.id}`, 'Run it again', { do: 'rerun', run: run.id }),
    ],
  }));
  const { count, first } = state.staged;
  const staged = (name: string): Item =>
    count === 1
      ? open(
          'staged',
          `Needs you: the module ${label(name, LONGEST_NAME)}`,
          `/modules/${encodeURIComponent(name)}`,
        )
      : open('staged', `Needs you: ${stagedInWords(state)}`, '/modules');
  const [one, ...more] = state.down;
  const downOne = (task: string, title: string): Item =>
    open('down', `Down: ${label(title)}`, `/tasks/${encodeURIComponent(task)}`);
  return [
    ...asked,
    ...(state.asked.length > asked.length
      ? [open('approvals', `All ${approvals(state)}`, '/approvals')]
      : []),
    ...(first === undefined ? [] : [staged(first)]),
    ...failures,
    ...(state.failures.length > failures.length
      ? [open('failures', `All ${state.failures.length} failures`, '/runs?state=failed')]
      : []),
    ...(one === undefined
      ? []
      : [more.length === 0 ? downOne(one.task, one.title) : open('down', downInWords(state), '/')]),
  ];
}

export function nextSection({ state, host, open }: MenuParts): Item[] {
  return state.next.slice(0, MOST.next).map(({ task, title, due, obstacle }, index) => {
    const held = obstacle === undefined ? '' : `, held: ${label(obstacle, 40)}`;
    return open(
      `next:${index}`,
      `${momentWords(Date.parse(due), host.now)}  ${label(title)}${held}`,
      `/tasks/${encodeURIComponent(task)}`,
    );
  });
}

function reasonOf({ message }: RunSummary, id: string): Item[] {
  return message === undefined || message === '' ? [] : [words(id, label(message, LONGEST_REASON))];
}

function decisionPage({ id, approval }: RunSummary): string {
  return approval === undefined ? `/runs/${id}` : `/approvals/${approval}`;
}
