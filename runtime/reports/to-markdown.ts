/** A report as Markdown (CommonMark with GFM's tables). Whatever a name holds, it is read as that name and as nothing else. */
import { oneLine, type Block, type Line, type Piece, type ReportDocument } from './document.ts';

export function toMarkdown({ title, summary, sections, foot }: ReportDocument): string {
  const parts = [
    `# ${headingOf(title)}`,
    ...summary.map(lineOf),
    ...sections.flatMap((section) => [`## ${headingOf(section.title)}`, ...section.blocks.map(blockOf)]),
    '---',
    escapeText(foot).trimEnd(),
  ];
  return `${parts.join('\n\n')}\n`;
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'text':
      return lineOf(block.line);
    case 'heading':
      return `### ${headingOf(block.text)}`;
    case 'list':
      return block.items.map((item) => `- ${lineOf(item)}`).join('\n');
    case 'table':
      return [
        rowOf(block.head.map((text) => escapeText(text))),
        rowOf(block.head.map((_, column) => (block.numbers.includes(column) ? '---:' : '---'))),
        ...block.rows.map((row) => rowOf(row.map((cell) => lineOf(cell)))),
      ].join('\n');
    case 'output':
      return fenced(block.lines);
  }
}

/** Signs at its end would be taken for the heading's own. */
function headingOf(text: string): string {
  return escapeText(text)
    .trimEnd()
    .replace(/(?<!\\)#$/, '\\#');
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function lineOf(line: Line): string {
  return line.map(pieceOf).join('').trim();
}

function pieceOf(piece: Piece, at: number): string {
  if (typeof piece === 'string') return escapeText(piece, at > 0);
  if ('to' in piece)
    return `[${escapeText(piece.text).trimEnd()}](<${piece.to.replace(/[<>\\\s]/g, encodeURIComponent)}>)`;
  return `**${escapeText(piece.strong).trimEnd()}**`;
}

/**
 * Any ASCII punctuation may have a backslash before it (CommonMark 0.31, 2.4). Escaped is what could begin something:
 * emphasis, code, links, HTML, entities, tables; at a line's start a block; and what GFM makes links of by itself.
 * @param within a line, behind something else: its spaces count, and no block begins here
 */
export function escapeText(text: string, within = false): string {
  const plain = within ? keepEdges(text) : keepEdges(text).trimStart();
  const inline = plain
    .replace(/[\\`*_[\]<>|~&$]/g, '\\$&')
    // Readers look for links within links without regard to backslashes.
    .replace(/(?<=\])\(/g, '\\(')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.')
    .replaceAll('@', '\\@');
  if (within) return inline;
  return inline.replace(
    /^(?:[#+=-]|\d{1,9}[.)](?=\s|$))/,
    (start) => `${start.slice(0, -1)}\\${start.at(-1)}`,
  );
}

function keepEdges(text: string): string {
  const [, before = '', after = ''] = /^(\s*)[\s\S]*?(\s*)$/.exec(text) ?? [];
  const middle = oneLine(text);
  return middle === '' ? (text === '' ? '' : ' ') : `${before && ' '}${middle}${after && ' '}`;
}

/** A fence longer than any within: no line can end it. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence].join('\n');
}
