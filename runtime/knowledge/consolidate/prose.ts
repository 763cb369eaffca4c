/** Sentences that say something by themselves: what a summary is made of. */
import { sentencesOf, type Sentence } from '../words/sentences.ts';

const SHORTEST = 30;
const LONGEST = 320;
/** What a document is about is said before so many characters. */
const MOST_CHARACTERS = 40_000;

/** Neither code nor tables, and long enough to be understood alone. @param text of a whole document */
export function proseOf(text: string): Sentence[] {
  return sentencesOf(text.slice(0, MOST_CHARACTERS), 1).filter(
    ({ text: said, isProse }) =>
      isProse && said.length >= SHORTEST && said.length <= LONGEST && /\p{L}.*\p{L}/u.test(said),
  );
}
