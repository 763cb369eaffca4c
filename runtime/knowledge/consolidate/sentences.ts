/** Sentences of a text that say something by themselves, with their lines. */

export interface Sentence {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

const SHORTEST = 30;
const LONGEST = 320;

/** Without headings, code, tables and front matter. A line of a script without full stops is one sentence. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let fence: string | undefined;
  let inFront = false;
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '---' && (at === 0 || inFront)) {
      inFront = at === 0;
      continue;
    }
    const mark = /^(?:`{3,}|~{3,})/.exec(line)?.[0];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined;
      continue;
    }
    if (
      inFront ||
      fence !== undefined ||
      /^(?:#|\||<|!\[|={3}|-{3}|\[[^\]]*\]:)/.test(line) ||
      /^(?: {4}|\t)/.test(raw)
    )
      continue;
    const plain = line
      .replace(/^(?:[-*+>]|\d+[.)])\s+/, '')
      .replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g, '')
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
    for (const piece of plain.split(/(?<=[.!?])\s+(?=[\p{Lu}\p{Lo}"“(])/u)) {
      const sentence = piece.trim();
      if (sentence.length >= SHORTEST && sentence.length <= LONGEST && /\p{L}.*\s?\p{L}/u.test(sentence))
        sentences.push({ text: sentence, line: at + 1 });
    }
  }
  return sentences;
}
