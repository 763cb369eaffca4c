/** Text in HTML or XML. The five characters are written in more than one way, the quotes not always at all. */
import { distinctTexts } from './distinct.ts';

const DOUBLE = ['"', '&quot;', '&#34;', '&#x22;'];
const SINGLE = ["'", '&#39;', '&#x27;', '&apos;', '&#039;'];
const GREATER = ['>', '&gt;'];

export function htmlForms(value: Buffer): Buffer[] {
  const text = value.toString('utf8');
  if (!/[&<>"']/.test(text)) return [];
  const base = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const texts: string[] = [];
  for (const greater of GREATER)
    for (const double of DOUBLE)
      for (const single of SINGLE)
        texts.push(base.replaceAll('>', greater).replaceAll('"', double).replaceAll("'", single));
  return distinctTexts(texts, 'utf8');
}
