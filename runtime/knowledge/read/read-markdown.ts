import { sectionsOf } from '../chunks/chunk-markdown.ts';
import type { ReadText } from './document.ts';
import { readFrontMatter } from './front-matter.ts';

export function readMarkdown(text: string): ReadText {
  const { title, tags, at } = readFrontMatter(text);
  const sections = sectionsOf(text);
  return {
    text,
    sections,
    title: title ?? (sections.find(({ headings }) => headings.length > 0)?.headings[0] || undefined),
    tags,
    at,
  };
}
