/** What a text is about, as counted features: its words, and how they begin, so that forms of one word are near each other. */
import { hasUnspaced, foldWord, WORDS } from '../search/scripts.ts';
import { apartScripts } from '../search/segments.ts';

/** A beginning that forms of a word share: `configure`, `configuration`. */
const STEM = 5;
const STEM_WEIGHT = 0.5;
const LONGEST = 40;

/** Weights by the feature's hash (32 bits); a word counts 1 each time. */
export function featuresOf(text: string): Map<number, number> {
  const features = new Map<number, number>();
  const add = (feature: string, weight: number): void => {
    const hash = hash32(feature);
    features.set(hash, (features.get(hash) ?? 0) + weight);
  };
  for (const word of plainWordsOf(text)) {
    add(word, 1);
    if (word.length > STEM && !hasUnspaced(word)) add(`${word.slice(0, STEM)}…`, STEM_WEIGHT);
  }
  return features;
}

/** Folded words, without their plural; of scripts without spaces by the dictionary. */
export function plainWordsOf(text: string): string[] {
  const { segments, spaced } = apartScripts(text);
  const words = [...segments];
  for (const [found] of spaced.matchAll(WORDS)) {
    const word = foldWord(found);
    if (word.length > 1 && word.length <= LONGEST) words.push(singular(word));
  }
  return words;
}

function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  return word.endsWith('ies') && word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}

/** FNV-1a over UTF-16 units, mixed so that all its bits are good. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
