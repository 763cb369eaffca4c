/** The person's own hold on the machine's sleep: for how long, its end, and letting go of it. */
import type { Hold } from '#shared/nouns/power.ts';
import { endInWords, leftInWords, runsInWords, whoInWords } from './awake-words.ts';
import type { HostState } from './host-state.ts';
import { label } from './label.ts';
import { words, type AwakeEnd, type Item, type MenuParts } from './menu-item.ts';

const CHOICES: readonly (readonly [AwakeEnd, string])[] = [
  ['tasks', 'While tasks run'],
  ['1h', 'For 1 hour'],
  ['2h', 'For 2 hours'],
  ['07:00', 'Until 07:00'],
  ['released', 'Until I stop it'],
];
const LONGEST = 100;

export function awakeSection({ state, host, item }: MenuParts): Item[] {
  const { hold } = state;
  const choices = CHOICES.map(([until, text]) => item(`awake:${until}`, text, { do: 'awake', until }));
  if (hold === undefined) return [{ id: 'awake', label: stateInWords(state, host.now), submenu: choices }];
  return [
    {
      id: 'awake',
      label: stateInWords(state, host.now),
      submenu: [
        ...detailsOf(hold, state, host.now),
        item('let-sleep', 'Let it sleep', { do: 'let-sleep', hold: hold.id }),
        { type: 'separator' },
        ...choices,
      ],
    },
  ];
}

/** Says "kept awake" only where it is. */
function stateInWords(state: HostState, now: number): string {
  const { hold, awakeFor } = state;
  if (hold?.held === true) {
    const who = whoInWords(hold);
    const left = leftInWords(hold, now);
    const by = who === 'you' ? '' : ` by ${who}`;
    return label(
      `Kept awake${by} ${endInWords(hold, state, now)}${left === undefined ? '' : ` (${left})`}`,
      LONGEST,
    );
  }
  if (awakeFor.length > 0) return label(`Kept awake by ${runsInWords(state)}`, LONGEST);
  return hold === undefined ? 'Keep awake' : label(`Not kept awake now: ${becauseOf(hold)}`, LONGEST);
}

function detailsOf(hold: Hold, state: HostState, now: number): Item[] {
  const end = endInWords(hold, state, now);
  if (!hold.held) return [words('awake-not', label(`Wanted ${end}, not held: ${becauseOf(hold)}`, LONGEST))];
  return state.awakeFor.length > 0
    ? [words('awake-for', label(`Also by ${runsInWords(state)}`, LONGEST))]
    : [];
}

function becauseOf({ notHeldBecause }: Hold): string {
  return notHeldBecause ?? 'nothing asks for it';
}
