/** Searching the documentation: all words must be in a section; titles weigh more than text. Pure. */
import GithubSlugger from 'github-slugger';

export interface DocSection {
  readonly doc: string;
  readonly docTitle: string;
  readonly heading: string;
  /** Empty for what stands before the first heading. */
  readonly anchor: string;
  readonly text: string;
}

export interface DocHit {
  readonly section: DocSection;
  /** Around the first word that was found. */
  readonly excerpt: string;
}

const MOST = 40;
const AROUND = 90;

/** A page in sections: each from one heading to the next. Lines that begin with # within code are none. */
export function sectionsOf(doc: string, docTitle: string, text: string): readonly DocSection[] {
  const slugger = new GithubSlugger();
  const sections: { heading: string; anchor: string; lines: string[] }[] = [
    { heading: docTitle, anchor: '', lines: [] },
  ];
  let isCode = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    const heading = isCode ? undefined : /^#{1,6} (.+)$/.exec(line)?.[1]?.replaceAll('`', '');
    if (heading === undefined) sections.at(-1)?.lines.push(line);
    else sections.push({ heading, anchor: slugger.slug(heading), lines: [] });
  }
  return sections
    .map(({ heading, anchor, lines }) => ({
      doc,
      docTitle,
      heading,
      anchor,
      text: plainOf(lines.join('\n')),
    }))
    .filter(({ text, anchor }) => text !== '' || anchor !== '');
}

/** Without the signs of Markdown. */
function plainOf(text: string): string {
  return text
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^```.*$|^\|? ?-{3}.*$|[*`|]/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

export function searchSections(sections: readonly DocSection[], typed: string): readonly DocHit[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return sections
    .map((section) => ({ section, score: scoreOf(section, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ section }) => ({ section, excerpt: excerptOf(section.text, words) }));
}

/** 0 where a word is missing. */
function scoreOf({ doc, heading, docTitle, text }: DocSection, words: readonly string[]): number {
  const places = [
    { text: heading.toLowerCase(), weight: 10 },
    { text: docTitle.toLowerCase(), weight: 3 },
    // Shapes of the API have every word somewhere.
    { text: text.toLowerCase(), weight: doc === 'api' ? 0.1 : 1 },
  ];
  let score = 0;
  for (const word of words) {
    const found = places.filter((place) => place.text.includes(word));
    if (found.length === 0) return 0;
    for (const place of found) score += place.weight + (place.text === word ? 10 : 0);
  }
  return score;
}

function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const at = Math.max(
    0,
    Math.min(...words.map((word) => lower.indexOf(word)).filter((place) => place >= 0), text.length),
  );
  const from = Math.max(0, at === text.length ? 0 : at - AROUND / 2);
  const cut = text.slice(from, from + 2 * AROUND);
  return `${from > 0 ? '…' : ''}${cut}${from + cut.length < text.length ? '…' : ''}`;
}
