/** From all remarks to the reasons that a person reads: each once, the gravest first, and no pile of small ones. */
import type { RiskReason } from '#shared/nouns/gate.ts';
import type { Note } from './found.ts';

const MAX_REASONS = 100;
/** These are not a command's own doing, or too grave to be let be. */
const NEVER_SILENCED = new Set([
  'catastrophe',
  'policy_never',
  'policy_ask',
  'network_to_shell',
  'decoded_code',
  'unparsed',
  'script_unread',
]);
const WEIGHT = { deny: 2, ask: 1 } as const;

export function mergeReasons(notes: readonly Note[]): readonly RiskReason[] {
  const heard = notes.filter(({ rule, command }) => !command?.allowed || NEVER_SILENCED.has(rule));
  const unique = new Map<string, Note>();
  for (const note of heard) {
    const key = [note.rule, note.step ?? '', note.effect ?? '', note.text].join('\0');
    const other = unique.get(key);
    if (!other || note.points > other.points) unique.set(key, note);
  }
  const sorted = [...unique.values()].sort(compare);
  // A script with fifty small deletions is not fifty times as bad as one with one.
  const counts = new Map<string, number>();
  return sorted.slice(0, MAX_REASONS).map((note) => {
    const count = counts.get(note.rule) ?? 0;
    counts.set(note.rule, count + 1);
    return toReason(note, note.points / 2 ** Math.min(count, 30));
  });
}

function compare(a: Note, b: Note): number {
  return (
    weight(b) - weight(a) ||
    b.points - a.points ||
    order(a.rule, b.rule) ||
    (a.step ?? -1) - (b.step ?? -1) ||
    order(a.text, b.text)
  );
}

const weight = ({ effect }: Note): number => (effect ? WEIGHT[effect] : 0);
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const MAX_TEXT = 500;

function toReason({ rule, text, effect, evidence, step }: Note, points: number): RiskReason {
  return {
    rule,
    points: Math.round(points * 10) / 10,
    text: readable(text),
    ...(evidence === undefined || evidence === '' ? {} : { evidence: readable(evidence) }),
    ...(step === undefined ? {} : { step }),
    ...(effect ? { effect } : {}),
  };
}

/** What is shown must not hide itself: control and reordering characters are written out. */
function readable(text: string): string {
  const shown = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) =>
    char === '\n' || char === '\t' ? ' ' : `\\u{${char.codePointAt(0)!.toString(16)}}`,
  );
  return shown.length > MAX_TEXT ? `${shown.slice(0, MAX_TEXT - 1)}…` : shown;
}
