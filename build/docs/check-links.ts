/** Links that lead nowhere: files that are not there, headings that no page has. Addresses of the web are not asked for. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ROOT, type Page } from './pages.ts';

/** @returns a line for each, saying what to do */
export function deadLinks(pages: readonly Page[]): readonly string[] {
  const byFile = new Map(pages.map((page) => [page.file, page]));
  return pages.flatMap((page) =>
    page.links.flatMap(({ href, line }) => {
      const fault = faultOf(page, href, byFile);
      return fault === undefined ? [] : [`${page.file}:${line}: the link "${href}" ${fault}`];
    }),
  );
}

function faultOf(page: Page, href: string, byFile: ReadonlyMap<string, Page>): string | undefined {
  if (/^(https?|luka|mailto):/.test(href)) return undefined;
  if (href.startsWith('/')) return 'is absolute: write it relative to the page';
  const [path = '', anchor] = href.split('#', 2).map(decodeURIComponent);
  const file = path === '' ? page.file : normalize(join(dirname(page.file), path));
  if (file.startsWith('..')) return 'leads out of the project';
  const found = join(ROOT, file);
  if (path !== '' && !existsSync(found)) return `leads to ${file}, which is not there`;
  const target = path === '' ? page : byFile.get(file);
  if (anchor === undefined || (target === undefined && statSync(found).isDirectory())) return undefined;
  if (target === undefined) return 'has an anchor into a file that is no page: link the file alone';
  if (target.anchors.has(anchor)) return undefined;
  const near = [...target.anchors].filter((one) => one.includes(anchor.slice(0, 6))).slice(0, 8);
  return `names no heading of ${file}${near.length > 0 ? `; near to it are: ${near.join(', ')}` : ''}`;
}
