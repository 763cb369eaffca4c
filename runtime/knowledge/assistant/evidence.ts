/** What an answer is made from: passages that retrieval found, and memories. */
import type { Citation, RecallMethod } from '#shared/nouns/knowledge.ts';
import { contentWords } from '../words/content-words.ts';
import { sentencesOf } from '../words/sentences.ts';

export interface Evidence {
  readonly title: string;
  readonly headings: readonly string[];
  readonly text: string;
  /** The line of its first character; 1 where it is no file. */
  readonly firstLine: number;
  /** The last line that may be cited. */
  readonly lastLine: number;
  /** Absent for a memory. */
  readonly citation?: Citation | undefined;
  readonly memory?: number | undefined;
  /** Of the retrieval, 0 to 1 by rank. */
  readonly rank: number;
}

export interface Retrieved {
  readonly evidence: readonly Evidence[];
  readonly method: RecallMethod;
  /** Words that no document has, and those that were searched for in their place. */
  readonly corrected: readonly { readonly from: string; readonly to: string }[];
}

/** A sentence with its words, each once. */
export interface Candidate {
  readonly text: string;
  readonly line: number;
  readonly lastLine: number;
  readonly evidence: Evidence;
  /** Its place in its passage. */
  readonly place: number;
  readonly words: ReadonlySet<string>;
  /** Of the sentence before it and of the headings above: what its own words go on from. */
  readonly around: ReadonlySet<string>;
}

const MOST_CHARACTERS = 12_000;

/** Lets others have their turn between passages: words of Thai take a while. */
export async function candidatesOf(all: readonly Evidence[]): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const evidence of all) {
    const above = contentWords(`${evidence.title} ${evidence.headings.join(' ')}`);
    let before: ReadonlySet<string> = new Set();
    const sentences = sentencesOf(evidence.text.slice(0, MOST_CHARACTERS), evidence.firstLine);
    for (const [place, { text, line, lastLine }] of sentences.entries()) {
      const words = new Set(contentWords(text));
      candidates.push({
        text,
        line: Math.min(line, evidence.lastLine),
        lastLine: Math.min(lastLine, evidence.lastLine),
        evidence,
        place,
        words,
        around: new Set([...above, ...before]),
      });
      before = words;
    }
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
  return candidates;
}
