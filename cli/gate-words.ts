/** What the gate said, as lines: the decision, the reasons, what may be touched. */
import type { DiffLine } from '#shared/nouns/approval.ts';
import type { GateVerdict } from '#shared/nouns/gate.ts';
import { safeText } from './table.ts';
import type { Style, Terminal } from './terminal.ts';

const DECISIONS = {
  allow: ['green', 'runs unasked'],
  ask: ['yellow', 'needs approval'],
  deny: ['red', 'never runs'],
} as const satisfies Record<GateVerdict['decision'], readonly [Style, string]>;

export function verdictLines(terminal: Terminal, verdict: GateVerdict): string[] {
  const [style, words] = DECISIONS[verdict.decision];
  const asked =
    verdict.threshold > 100 ? 'never asked for the score alone' : `asked from ${verdict.threshold}`;
  const lines = [
    `${terminal.style(style, words)}  score ${verdict.score} (${asked} for ${article(verdict.asker)}), ` +
      `confinement ${verdict.confinement}`,
  ];
  for (const { rule, points, text, evidence, effect } of verdict.reasons) {
    const mark =
      effect === 'deny'
        ? terminal.style('red', 'deny')
        : effect === 'ask'
          ? terminal.style('yellow', 'ask ')
          : '    ';
    lines.push(`  ${mark} ${String(points).padStart(3)}  ${safeText(text)}  ${terminal.style('dim', rule)}`);
    if (evidence !== undefined) lines.push(`            ${terminal.style('dim', safeText(evidence))}`);
  }
  for (const [name, list] of Object.entries(verdict.touches))
    if (list.length > 0) lines.push(`  ${name.padEnd(9)} ${list.map(safeText).join(', ')}`);
  return lines;
}

/** A unified view of what changed: long unchanged parts are left out. */
export function diffText(terminal: Terminal, diff: readonly DiffLine[]): string[] {
  const near = new Set<number>();
  diff.forEach(({ kind }, index) => {
    if (kind !== 'same') for (let at = index - CONTEXT; at <= index + CONTEXT; at += 1) near.add(at);
  });
  const lines: string[] = [];
  let skipped = false;
  diff.forEach(({ kind, text }, index) => {
    if (!near.has(index)) {
      skipped = true;
      return;
    }
    if (skipped) lines.push(terminal.style('dim', '  …'));
    skipped = false;
    const line = safeText(text);
    if (kind === 'added') lines.push(terminal.style('green', `+ ${line}`));
    else if (kind === 'removed') lines.push(terminal.style('red', `- ${line}`));
    else lines.push(`  ${line}`);
  });
  return lines;
}

const CONTEXT = 2;

function article(asker: GateVerdict['asker']): string {
  return { person: 'a person', schedule: 'the schedule', agent: 'an agent' }[asker];
}
