/** The person's own hold on the machine's sleep: for how long, its end, and letting go of it. */
import type { Hold } from '#shared/nouns/power.ts';
import { elapsedWords, label, momentWords } from './label.ts';
import { words, type AwakeEnd, type Item, type MenuParts } from './menu-item.ts';

const CHOICES: readonly (readonly [AwakeEnd, string])[] = [
  ['tasks', 'While tasks run'],
  ['1h', 'For 1 hour'],
  ['2h', 'For 2 hours'],
  ['07:00', 'Until 07:00'],
  ['released', 'Until I stop it'],
];

export function awakeSection({ state, host, item }: MenuParts): Item[] {
  const { hold } = state;
  const choices = CHOICES.map(([until, text]) => item(`awake:${until}`, text, { do: 'awake', until }));
  if (hold === undefined)
    return [{ id: 'awake', label: state.awake ? 'Kept awake by runs' : 'Keep awake', submenu: choices }];
  return [
    {
      id: 'awake',
      label: holdInWords(hold, host.now),
      submenu: [
        ...(hold.held
          ? []
          : [words('awake-not', label(`Not held: ${hold.notHeldBecause ?? 'nothing asks for it now'}`, 90))]),
        item('let-sleep', 'Let it sleep', { do: 'let-sleep', hold: hold.id }),
        { type: 'separator' },
        ...choices,
      ],
    },
  ];
}

function holdInWords(hold: Hold, now: number): string {
  if (hold.whileTasks === true) return 'Kept awake while tasks run';
  if (hold.until === undefined) return 'Kept awake until you stop it';
  const end = Date.parse(hold.until);
  return `Kept awake until ${momentWords(end, now)} (${elapsedWords(Math.max(0, end - now))} left)`;
}
