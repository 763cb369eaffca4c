/** Cuts a text into sentences, English and Thai, each with the lines on which it stands. */

export interface Sentence {
  /** As it stands there, marks of Markdown apart. */
  readonly text: string;
  /** Lines of the file, 1-based and inclusive. */
  readonly line: number;
  readonly lastLine: number;
  /** Neither of code nor of a table. */
  readonly isProse: boolean;
}

const LONGEST = 500;
/** A Thai clause ends at a space as a sentence does; shorter ones belong together. */
const THAI_LEAST = 40;
const ABBREVIATIONS = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|no|nr|fig|mr|mrs|ms|dr|st|inc|ltd|ca)\.$/i;
/** A mark of an end, closing marks, and white space behind which something new can begin. */
const ENDS = /[.!?…。]+["'”’)\]]*\s+(?=["'“‘([]*[\p{Lu}\p{N}\p{Lo}`/~-])/gu;

/** @param firstLine of the text in its file; front matter at its beginning says nothing in sentences */
export function sentencesOf(text: string, firstLine: number): Sentence[] {
  return blocksOf(text, firstLine).flatMap(cutBlock);
}

interface Block {
  text: string;
  readonly isProse: boolean;
  /** For each part of the text: where it begins, and on which line that is. */
  readonly lines: { readonly at: number; readonly line: number }[];
}

/** A paragraph, an item of a list, a row of a table or a line of code. Headings are no sentences. */
function blocksOf(text: string, firstLine: number): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  let isCode = false;
  const rows = text.split('\n');
  const body = firstLine === 1 ? afterFrontMatter(rows) : 0;
  for (const [index, raw] of rows.entries()) {
    const line = firstLine + index;
    if (index < body) continue;
    if (/^\s*(?:```|~~~)/.test(raw)) {
      isCode = !isCode;
      open = undefined;
      continue;
    }
    const plain = isCode ? raw.trim() : withoutMarks(raw);
    if (plain === '' || (!isCode && isNoSentence(raw.trim()))) {
      open = undefined;
      continue;
    }
    const beginsAnew = isCode || /^\s*(?:[-*+]\s|\d+[.)]\s|\|)/.test(raw);
    if (!open || beginsAnew) {
      const isProse = !isCode && !raw.trimStart().startsWith('|');
      open = { text: plain, isProse, lines: [{ at: 0, line }] };
      blocks.push(open);
      if (!isProse) open = undefined;
    } else {
      open.lines.push({ at: open.text.length + 1, line });
      open.text += ` ${plain}`;
    }
  }
  return blocks;
}

/** @returns how many lines it takes */
function afterFrontMatter(rows: readonly string[]): number {
  if (rows[0]?.trimEnd() !== '---') return 0;
  const end = rows.findIndex((row, at) => at > 0 && /^(?:---|\.\.\.)\s*$/.test(row));
  return end + 1;
}

/** A heading, a line that only draws, or the address of a link. */
function isNoSentence(line: string): boolean {
  return /^(?:#{1,6}\s|[|:\s-]+$|={3,}$|-{3,}$|\*{3,}$|\[[^\]]+\]:\s)/.test(line);
}

function withoutMarks(raw: string): string {
  return raw
    .trim()
    .replace(/^(?:>\s*)+/, '')
    .replace(/^(?:[-*+]|\d+[.)])\s+(?:\[[ x]\]\s+)?/i, '')
    .replace(/^\|\s*|\s*\|$/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)(.+?)\1/g, '$2')
    .trim();
}

function cutBlock(block: Block): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  for (const end of endsOf(block.text)) {
    const text = block.text.slice(from, end).trim();
    if (/[\p{L}\p{N}]/u.test(text))
      sentences.push({
        text,
        line: lineAt(block, from),
        lastLine: lineAt(block, end - 1),
        isProse: block.isProse,
      });
    from = end;
  }
  return sentences;
}

/** Where sentences end, the last at the end of the text. */
function endsOf(text: string): number[] {
  const ends = new Set<number>([text.length]);
  for (const match of text.matchAll(ENDS)) {
    const mark = match.index + match[0].trimEnd().length;
    if (!ABBREVIATIONS.test(text.slice(Math.max(0, mark - 12), mark)))
      ends.add(match.index + match[0].length);
  }
  let from = 0;
  for (const match of text.matchAll(/(?<=\p{Script=Thai}\p{M}*)\s+(?=\p{Script=Thai})/gu)) {
    for (const end of ends) if (end <= match.index && end > from) from = end;
    if (match.index - from < THAI_LEAST) continue;
    from = match.index + match[0].length;
    ends.add(from);
  }
  return withoutOverlong(
    text,
    [...ends].sort((a, b) => a - b),
  );
}

function withoutOverlong(text: string, ends: readonly number[]): number[] {
  const cut: number[] = [];
  let from = 0;
  for (const end of ends) {
    while (end - from > LONGEST) {
      const space = text.lastIndexOf(' ', from + LONGEST);
      from = space > from ? space + 1 : from + LONGEST;
      cut.push(from);
    }
    cut.push(end);
    from = end;
  }
  return cut;
}

function lineAt(block: Block, at: number): number {
  return (block.lines.findLast((part) => part.at <= at) ?? block.lines[0]!).line;
}
