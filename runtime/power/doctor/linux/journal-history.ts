/** When Linux slept, by the kernel's words in the journal: `PM: suspend entry (deep)`, `PM: suspend exit`. */
import type { SleepEvent } from '#shared/nouns/power-report.ts';
import { isoAt } from '../../../clock.ts';
import type { SleepHistory } from '../ports.ts';
import { streamLines } from '../stream-lines.ts';

const HOW: Readonly<Record<string, string>> = {
  'Lid closed': 'the lid was closed',
  'Power key pressed': 'the power button was pressed',
  'Suspend key pressed': 'the sleep key was pressed',
};
/** Who asked stands this much before the kernel's word, at most. */
const ASKED_MS = 30_000;

export function createJournalHistory(journalctl: string, env: NodeJS.ProcessEnv): SleepHistory {
  return {
    async between({ from, to }, limit) {
      const events: SleepEvent[] = [];
      let more = false;
      let asked: { readonly at: number; readonly why: string } | undefined;
      await streamLines({
        program: journalctl,
        args: [
          '--quiet',
          '--no-pager',
          '--output=json',
          '--output-fields=MESSAGE',
          `--since=@${Math.floor(from / 1_000)}`,
          `--until=@${Math.ceil(to / 1_000)}`,
          '_TRANSPORT=kernel',
          '+',
          '_COMM=systemd-logind',
        ],
        env,
        onLine(line) {
          const entry = readEntry(line);
          if (!entry) return undefined;
          const why = Object.entries(HOW).find(([words]) => entry.text.startsWith(words))?.[1];
          if (why !== undefined) asked = { at: entry.at, why };
          const kind = kindOf(entry.text);
          if (kind === undefined) return undefined;
          const said = kind === 'sleep' && asked && entry.at - asked.at < ASKED_MS ? asked.why : undefined;
          events.push({
            at: isoAt(entry.at),
            kind,
            text: entry.text.slice(0, 300),
            ...(said === undefined ? {} : { why: said }),
          });
          if (events.length > limit) {
            events.shift();
            more = true;
          }
          return undefined;
        },
      });
      return { events, more };
    },
  };
}

function kindOf(text: string): 'sleep' | 'wake' | undefined {
  if (/^PM: (?:suspend|hibernation)(?:: hibernation)? entry/.test(text)) return 'sleep';
  return /^PM: (?:suspend|hibernation)(?:: hibernation)? exit/.test(text) ? 'wake' : undefined;
}

/** One object a line; a message that is no UTF-8 is a list of numbers, and none of ours. */
function readEntry(line: string): { at: number; text: string } | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    const at = Number(entry['__REALTIME_TIMESTAMP']) / 1_000;
    const text = entry['MESSAGE'];
    return typeof text === 'string' && Number.isFinite(at) ? { at, text } : undefined;
  } catch {
    // The last line of a journal that is being written may be cut.
    return undefined;
  }
}
