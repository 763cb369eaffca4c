/** What of a question is compared by its meaning: neither filters nor what is not wanted. */
import { parseQuery } from '../search/query.ts';

export function askedText(q: string): string {
  const wanted = parseQuery(q).terms.filter(({ isNot }) => !isNot);
  return wanted.map(({ text }) => text).join(' ');
}
