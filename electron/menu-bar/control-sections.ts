/** What a person can do from the menu, as sections of it: run, pause, freeze, and what belongs to the app itself. */
import { LOGIN_WORDS } from './login-words.ts';
import { label, momentWords } from './label.ts';
import { words, type Item, type MenuParts } from './menu-item.ts';
import { updateItem } from './update-item.ts';

/** The window's palette finds the others. */
const MOST_TASKS = 30;

export function startSection({ state, item, open }: MenuParts): Item[] {
  const tasks = state.ready.slice(0, MOST_TASKS).map((task) =>
    // The three dots say, as everywhere, that something is asked first.
    task.needsParams
      ? open(`task:${task.id}`, `${label(task.title)}…`, `/tasks/${encodeURIComponent(task.id)}`)
      : item(`task:${task.id}`, label(task.title), { do: 'run', task: task.id }),
  );
  return [
    {
      id: 'tasks',
      label: 'Run a task',
      enabled: state.ready.length > 0,
      submenu:
        state.ready.length > tasks.length
          ? [...tasks, { type: 'separator' }, open('tasks:all', `All ${state.ready.length} tasks`, '/tasks')]
          : tasks,
    },
  ];
}

/** A pause holds what is due; a freeze holds everything, whoever asks for it. */
export function holdSection({ state, host, item }: MenuParts): Item[] {
  const { paused, frozen } = state;
  const pause: Item =
    paused === undefined
      ? {
          id: 'pause',
          label: 'Pause everything',
          submenu: [
            item('pause:hour', 'For 1 hour', { do: 'pause', until: 'hour' }),
            item('pause:tomorrow', 'Until tomorrow', { do: 'pause', until: 'tomorrow' }),
            item('pause:resumed', 'Until I resume', { do: 'pause', until: 'resumed' }),
          ],
        }
      : {
          id: 'paused',
          label:
            paused.until === undefined
              ? 'Paused until you resume'
              : `Paused until ${momentWords(Date.parse(paused.until), host.now)}`,
          submenu: [item('resume', 'Resume now', { do: 'resume' })],
        };
  return [
    pause,
    frozen
      ? item('thaw', 'Thaw: let things start again', { do: 'freeze', on: false })
      : item('freeze', 'Freeze: start nothing new', { do: 'freeze', on: true }),
  ];
}

export function openSection({ item }: MenuParts): Item[] {
  return [
    item('open', 'Open Luka', { do: 'show' }),
    item('reports', 'Open reports', { do: 'reports' }),
    item('copy-address', 'Copy address of the API', { do: 'copy-address' }),
  ];
}

export function appSection(parts: MenuParts): Item[] {
  const { host, item, open } = parts;
  const { login } = host;
  const isOn = login === 'enabled' || login === 'requires-approval';
  const loginItems: Item[] =
    login === undefined
      ? []
      : [
          {
            ...item('login', `Launch at login${LOGIN_WORDS[login]}`, { do: 'login', on: !isOn }),
            type: 'checkbox',
            checked: isOn,
          },
        ];
  return [...loginItems, open('settings', 'Settings…', '/settings'), updateItem(parts)];
}

export function quitSection({ host, item }: MenuParts): Item[] {
  if (host.attached !== undefined)
    return [item('quit', 'Quit this window, leave Luka running', { do: 'quit' })];
  if (host.leaving === true)
    return [
      words('leaving', 'Quits when nothing runs any more'),
      item('stay', 'Do not quit', { do: 'stay' }),
      item('quit', 'Quit now…', { do: 'quit' }),
    ];
  return [item('quit', 'Quit Luka', { do: 'quit' })];
}
