/** Reads `systemd-inhibit --list --no-pager` (systemd-inhibit(1)): a table whose columns stand under their headings. */
import type { Assertion } from '#shared/nouns/power-report.ts';

const COLUMNS = ['WHO', 'UID', 'USER', 'PID', 'COMM', 'WHAT', 'WHY', 'MODE'] as const;
type Column = (typeof COLUMNS)[number];

/** @returns undefined where the text is not such a table */
export function readInhibitors(text: string, ownPids: ReadonlySet<number>): Assertion[] | undefined {
  const lines = text.split('\n');
  if (/^No inhibitors\.?$/m.test(text)) return [];
  const head = lines.findIndex((line) => COLUMNS.every((name) => line.includes(name)));
  if (head === -1) return undefined;
  const starts = COLUMNS.map((name) => lines[head]!.indexOf(name));
  const found: Assertion[] = [];
  for (const line of lines.slice(head + 1)) {
    if (line.trim() === '') break;
    const cell = cellsOf(line, starts);
    const pid = Number(cell.PID);
    if (!Number.isInteger(pid) || cell.WHAT === '') continue;
    found.push({
      pid,
      process: cell.COMM || cell.WHO,
      type: cell.WHAT,
      name: cell.WHY === '' ? cell.WHO : `${cell.WHO}: ${cell.WHY}`,
      effect: effectOf(cell.WHAT, cell.MODE),
      own: ownPids.has(pid) || cell.WHO === 'Luka',
    });
  }
  return found;
}

/** Numbers stand to the right of their column, and may begin before its heading. */
function cellsOf(line: string, starts: readonly number[]): Record<Column, string> {
  const cells = {} as Record<Column, string>;
  for (const [index, name] of COLUMNS.entries()) {
    let from = starts[index]!;
    while (from > 0 && line[from - 1] !== ' ' && line[from - 1] !== undefined) from -= 1;
    let to = starts[index + 1] ?? line.length;
    while (to > from && to < line.length && line[to - 1] !== ' ') to -= 1;
    cells[name] = line.slice(from, to).trim();
  }
  return cells;
}

function effectOf(what: string, mode: string): string {
  const kinds = what.split(':');
  if (mode.startsWith('delay')) return 'is told before it sleeps, and holds it up for seconds';
  if (kinds.includes('sleep')) return 'keeps it from sleep';
  if (kinds.includes('idle')) return 'keeps it from idle sleep';
  if (kinds.includes('handle-lid-switch')) return 'sees to the lid by itself';
  return 'does not keep it awake';
}
