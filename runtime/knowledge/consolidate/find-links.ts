/** Links between documents: where each leads, which lead nowhere, and what nobody links to. */
import { posix } from 'node:path';
import { LineIndex } from '../chunks/line-index.ts';

export interface LinkedDocument {
  readonly id: number;
  readonly path: string;
  readonly title: string;
}

/** As it stands in a text. */
export interface Link {
  readonly target: string;
  /** `[[name]]`: meant by its name or title, wherever it is. */
  readonly isWiki: boolean;
  /** 1-based. */
  readonly line: number;
}

export interface LinkMap {
  /** Each direction once: from, to. */
  readonly edges: readonly (readonly [number, number])[];
  readonly broken: readonly { readonly from: number; readonly target: string; readonly line: number }[];
  /** Neither link nor are linked to. */
  readonly orphans: readonly number[];
}

const LINK =
  /!?\[(?:[^\]\n\\]|\\.){0,300}\]\(\s*(?:<([^>\n]{1,500})>|([^\s)]{1,500}))[^)\n]{0,300}\)|\[\[([^\]\n|#]{1,300})(?:[#|][^\]\n]{0,300})?\]\]/g;
const FENCED = /^(```|~~~)[^\n]*\n[\s\S]*?^\1[^\n]*$/gm;

/** Links of a Markdown text to files, not to the web. */
export function linksOf(text: string): Link[] {
  const lines = new LineIndex(text);
  // What stands in code is shown, not linked.
  const plain = text
    .replace(FENCED, (code) => code.replace(/[^\n]/g, ' '))
    .replace(/`[^`\n]{0,300}`/g, (code) => ' '.repeat(code.length));
  return [...plain.matchAll(LINK)].flatMap(({ 0: whole, 1: angled, 2: bare, 3: wiki, index }) => {
    const target = (wiki ?? angled ?? bare ?? '').trim();
    if (
      whole.startsWith('!') ||
      target === '' ||
      target.startsWith('#') ||
      /^[a-z][a-z0-9+.-]*:/i.test(target)
    )
      return [];
    return [{ target, isWiki: wiki !== undefined, line: lines.at(index) }];
  });
}

/** @param links of each document, by its id */
export function mapLinks(
  documents: readonly LinkedDocument[],
  links: ReadonlyMap<number, readonly Link[]>,
): LinkMap {
  const byPath = new Map(documents.map(({ id, path }) => [path, id]));
  const byName = new Map<string, number>();
  for (const { id, path, title } of documents)
    for (const name of [stemOf(path), title.toLowerCase()]) if (!byName.has(name)) byName.set(name, id);
  const edges = new Map<string, readonly [number, number]>();
  const broken: { from: number; target: string; line: number }[] = [];
  for (const { id, path } of documents)
    for (const { target, isWiki, line } of links.get(id) ?? []) {
      const to = isWiki
        ? (byName.get(stemOf(target)) ?? byName.get(target.toLowerCase()))
        : resolveLink(path, target, byPath);
      if (to === undefined) {
        // Pictures and programs are no documents: nobody knows whether they are there.
        if (
          isWiki ||
          /(?:\.(?:md|markdown|txt|html?)|\/[^./]+|^[^./]+)$/i.test(target.replace(/[?#].*$/, ''))
        )
          broken.push({ from: id, target, line });
      } else if (to !== id) edges.set(`${id} ${to}`, [id, to]);
    }
  const linked = new Set([...edges.values()].flat());
  const orphans = documents.filter(({ id }) => !linked.has(id)).map(({ id }) => id);
  return { edges: [...edges.values()], broken, orphans };
}

function stemOf(path: string): string {
  return posix
    .basename(path)
    .toLowerCase()
    .replace(/\.(?:md|markdown|txt|html?)$/, '');
}

function resolveLink(from: string, target: string, known: ReadonlyMap<string, number>): number | undefined {
  const plain = target.replace(/[?#].*$/, '');
  const path = posix.resolve(posix.dirname(from), decoded(plain));
  for (const each of [path, `${path}.md`, `${path}/README.md`, `${path}/index.md`]) {
    const found = known.get(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
