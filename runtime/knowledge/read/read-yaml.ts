/** YAML as it is written; of a long one, each key of the outermost level is a section. Not parsed: it would take long, and comments count. */
import { MOST_UNITS } from '../chunks/chunk.ts';
import type { ReadText } from './document.ts';
import type { Section } from '../chunks/chunk-sections.ts';

const KEY = /^(["']?)([^\s#"'&*[\]{}|>@`,:-][^:\n]{0,200}?)\1:(?=\s|$)/gm;

export function readYaml(text: string): ReadText {
  const title = /^(?:title|name):[ \t]*(["']?)(\S.*?)\1[ \t]*$/m.exec(text)?.[2];
  const sections: Section[] = [];
  if (text.length > MOST_UNITS)
    for (const { index, 2: key } of text.matchAll(KEY)) sections.push({ start: index, headings: [key!] });
  return { text, sections, title: title?.slice(0, 500) };
}
