/** Texts as bytes, each once. */
export function distinctTexts(texts: Iterable<string>, encoding: 'utf8' | 'latin1'): Buffer[] {
  return [...new Set(texts)].map((text) => Buffer.from(text, encoding));
}
