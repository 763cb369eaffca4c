/** The list of all pages in docs/README.md, between two marks: what a page says first is what is said of it. */
import { dirname, relative } from 'node:path';
import { readPages, type Page } from './pages.ts';

const MARKS = ['<!-- all pages: npm run docs -->', '<!-- end -->'] as const;

/** @param text of docs/README.md @returns it with the list as it should be */
export function withAllPages(text: string): string {
  const [before, rest] = text.split(MARKS[0], 2);
  const after = rest?.split(MARKS[1], 2)[1];
  if (before === undefined || after === undefined)
    throw new TypeError(`docs/README.md has lost its marks: ${MARKS.join(' and ')}`);
  const pages = readPages().filter(({ file }) => file.startsWith('docs/') && file !== 'docs/README.md');
  const own = pages.filter(({ file }) => dirname(file) === 'docs');
  const recipes = pages.filter(({ file }) => dirname(file) !== 'docs');
  return `${before}${MARKS[0]}\n\n${[...own, ...recipes].map(line).join('\n')}\n\n${MARKS[1]}${after}`;
}

function line({ file, title, summary }: Page): string {
  const first = /^.{10,}?[.:](?=\s|$)/.exec(summary)?.[0] ?? summary;
  return `- [${title}](${relative('docs', file)}): ${first.replace(/[.:]$/, '')}.`;
}
