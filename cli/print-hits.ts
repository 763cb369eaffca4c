/** Hits of a search as lines: where, under which heading, and the text with what was found in colour. */
import type { SearchAnswer, SearchHit, SnippetPart } from '#shared/nouns/knowledge.ts';
import { formatClock } from './moments.ts';
import type { Session } from './session.ts';
import { cutText, safeText, textWidth } from './table.ts';
import type { Terminal } from './terminal.ts';

/** What is said besides goes to stderr. */
export async function printHits(
  { terminal, now }: Pick<Session, 'terminal' | 'now'>,
  answer: SearchAnswer & { readonly method?: string },
): Promise<void> {
  for (const { from, to } of answer.corrected)
    await terminal.note(`no document has “${safeText(from)}”; searched for “${safeText(to)}”`);
  for (const remark of answer.remarks) await terminal.note(safeText(remark));
  for (const hit of answer.hits) {
    await terminal.print(headOf(terminal, hit, now));
    const snippet = snippetOf(terminal, hit.snippet);
    if (snippet !== '') await terminal.print(`  ${snippet}`);
    for (const { part, value, text } of hit.why ?? [])
      await terminal.print(terminal.style('dim', `    ${part} ${value}: ${safeText(text)}`));
  }
  const { hits, total, tookMs, method } = answer;
  const by = method === undefined ? '' : `, by ${method}`;
  await terminal.note(terminal.style('dim', `${hits.length} of ${total} in ${tookMs} ms${by}`, 'err'));
}

/** `/notes/plan.md:12 Backup › Restore, 3 June` */
function headOf(terminal: Terminal, { citation, at }: SearchHit, now: number): string {
  const { path, line, title, headings } = citation;
  // A title that is the first heading too is said once.
  const trail = [title, ...(headings[0] === title ? headings.slice(1) : headings)].map(safeText).join(' › ');
  return [
    `${terminal.style('cyan', safeText(path))}:${line}`,
    terminal.style('bold', trail),
    terminal.style('dim', formatClock(at, now)),
  ].join('  ');
}

/** On a terminal one line of it; elsewhere all. */
function snippetOf(terminal: Terminal, parts: readonly SnippetPart[]): string {
  let room = terminal.width - 2;
  let line = '';
  for (const { text, hit } of parts) {
    const safe = safeText(text);
    const shown = room === Number.POSITIVE_INFINITY ? safe : cutText(safe, room);
    line += hit ? terminal.style('yellow', shown) : shown;
    room -= textWidth(safe);
    if (room <= 0) break;
  }
  return line;
}
