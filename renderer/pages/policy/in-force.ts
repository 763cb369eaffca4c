/** What is in force, as rows for people. The answer's values are whatever this Luka decides by: what is not known is left out. */
import { CONFINEMENT_WORDS } from '../../words/risk.ts';
import { durationText } from '../../words/duration-text.ts';
import { capital } from '../../words/run-state.ts';

export const ASKERS = ['person', 'schedule', 'agent'] as const;
type PerAsker = Readonly<Record<(typeof ASKERS)[number], string>>;

export interface InForce {
  readonly perAsker: readonly { readonly name: string; readonly values: PerAsker }[];
  readonly all: readonly {
    readonly name: string;
    readonly values: readonly string[];
    readonly none: string;
  }[];
  readonly version: string | undefined;
}

type Values = Readonly<Record<string, unknown>>;

export function inForce(values: Values): InForce {
  const commands = recordOf(values['commands']);
  return {
    perAsker: [
      { name: 'Asked about from', values: each(values['ask'], scoreWords) },
      { name: 'Denied from', values: each(values['deny'], scoreWords) },
      { name: 'Unasked at', values: each(values['hours'], hoursWords) },
      { name: 'Confined', values: each(values['confinement'], confinementWords) },
      { name: 'Limits', values: each(values['limits'], limitsWords) },
    ],
    all: [
      { name: 'May write to', values: texts(values['roots']), none: 'Nowhere' },
      { name: 'Network', values: [values['network'] === false ? 'Off' : 'On'], none: '' },
      { name: 'Environment', values: texts(values['env']), none: 'Only the usual variables' },
      { name: 'Always allowed', values: texts(commands['allow']), none: 'Nothing' },
      { name: 'Always asked about', values: texts(commands['ask']), none: 'Nothing by name' },
      { name: 'Never', values: texts(commands['never']), none: 'Nothing but catastrophes' },
      {
        name: 'A question lapses',
        values: typeof values['expire'] === 'number' ? [`after ${durationText(values['expire'])}`] : [],
        none: '',
      },
      {
        name: 'Requests',
        values:
          typeof values['perMinute'] === 'number'
            ? [`${values['perMinute'].toLocaleString('en-GB')} a minute, of one client that is no person`]
            : [],
        none: '',
      },
    ],
    version: typeof values['version'] === 'string' ? values['version'] : undefined,
  };
}

function each(value: unknown, words: (value: unknown) => string): PerAsker {
  const own = recordOf(value);
  return { person: words(own['person']), schedule: words(own['schedule']), agent: words(own['agent']) };
}

function scoreWords(score: unknown): string {
  if (typeof score !== 'number') return '';
  if (score > 100) return 'Never for the score';
  return score === 0 ? 'Always' : String(score);
}

function hoursWords(windows: unknown): string {
  if (!Array.isArray(windows)) return 'Any time';
  return windows
    .map((window) => {
      const { from, to, days, tz } = recordOf(window);
      const when = `${String(from)}–${String(to)}`;
      return [texts(days).map(capital).join(' '), when, typeof tz === 'string' ? tz : '']
        .filter((part) => part !== '')
        .join(' ');
    })
    .join(', ');
}

function confinementWords(level: unknown): string {
  return typeof level === 'string' && level in CONFINEMENT_WORDS
    ? CONFINEMENT_WORDS[level as keyof typeof CONFINEMENT_WORDS].name
    : '';
}

function limitsWords(limits: unknown): string {
  const own = recordOf(limits);
  const parts = [
    typeof own['time'] === 'number' ? `${durationText(own['time'])} of time` : '',
    typeof own['cpu'] === 'number' ? `${durationText(own['cpu'])} of processor` : '',
    typeof own['memory'] === 'number' ? `${bytesWords(own['memory'])} of memory` : '',
    typeof own['processes'] === 'number' ? `${own['processes'].toLocaleString('en-GB')} processes` : '',
    typeof own['output'] === 'number' ? `${bytesWords(own['output'])} of log` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'None' : parts.join(', ');
}

/** `256 MB`, `4 GB`, as a policy writes it. */
export function bytesWords(bytes: number): string {
  for (const [unit, size] of [
    ['TB', 1e12],
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (bytes >= size) return `${Number((bytes / size).toFixed(1))} ${unit}`;
  }
  return `${bytes} bytes`;
}

function recordOf(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {};
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
