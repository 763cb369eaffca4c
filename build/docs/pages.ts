/** The pages of the documentation, read apart: headings with their anchors, links, blocks of code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import GithubSlugger from 'github-slugger';
import { lexer, walkTokens, type Token } from 'marked';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface CodeBlock {
  /** The first word behind the fence: `sh`, `yaml`; empty where there is none. */
  readonly language: string;
  /** The words after it. */
  readonly marks: readonly string[];
  readonly text: string;
  /** Of the fence, from 1 on. */
  readonly line: number;
}

export interface PageLink {
  readonly href: string;
  readonly line: number;
}

export interface Page {
  /** From the root of the checkout: `docs/safety.md`. */
  readonly file: string;
  readonly text: string;
  readonly title: string;
  /** The first paragraph, as plain words. */
  readonly summary: string;
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly PageLink[];
  readonly blocks: readonly CodeBlock[];
}

/** `README.md`, `ARCHITECTURE.md` and all below `docs/`. */
export function readPages(): readonly Page[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
  return ['README.md', 'ARCHITECTURE.md', ...docs].map((file) =>
    readPage(file, readFileSync(join(ROOT, file), 'utf8')),
  );
}

export function readPage(file: string, text: string): Page {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  const links: PageLink[] = [];
  const blocks: CodeBlock[] = [];
  let title = '';
  let summary = '';
  let at = 0;
  const lineOf = (token: Token): number => {
    const found = text.indexOf(token.raw.trimEnd().split('\n', 1)[0] ?? '', at);
    if (found !== -1) at = found;
    return text.slice(0, at).split('\n').length;
  };
  void walkTokens(lexer(text), (token) => {
    if (token.type === 'heading') {
      anchors.add(slugger.slug(plainText(token)));
      if (title === '') title = plainText(token);
    } else if (token.type === 'paragraph' && summary === '') {
      summary = plainText(token).replaceAll(/\s+/g, ' ');
    } else if (token.type === 'link' || token.type === 'image') {
      links.push({ href: (token as { href: string }).href, line: lineOf(token) });
    } else if (token.type === 'html') {
      for (const [, name, value] of token.raw.matchAll(/\b(id|href|src|srcset)="([^"]*)"/g))
        if (name === 'id') anchors.add(value as string);
        else links.push({ href: value as string, line: lineOf(token) });
    } else if (token.type === 'code') {
      const line = lineOf(token);
      const [language = '', ...marks] = ((token as { lang?: string }).lang ?? '').split(/\s+/);
      blocks.push({ language, marks, text: (token as { text: string }).text, line });
      at += token.raw.length;
    }
  });
  return { file, text, title, summary, anchors, links, blocks };
}

function plainText(token: Token): string {
  if ('tokens' in token && token.tokens !== undefined) return token.tokens.map(plainText).join('');
  return 'text' in token ? (token.text as string) : token.raw;
}
