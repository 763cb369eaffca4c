/** What a Markdown file says of itself before it begins: YAML between two lines of `---`. */
import { parse } from 'yaml';
import { readMoment } from './moment.ts';

export interface FrontMatter {
  readonly title?: string;
  readonly tags: readonly string[];
  /** ms since 1970. */
  readonly at?: number;
}

/** Longer is none: nobody writes so much before a text. */
const MOST_UNITS = 65_536;
const FRONT = /^---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n|$)/;
const NONE: FrontMatter = { tags: [] };

/** Anything that cannot be read is left out: the text is there all the same. */
export function readFrontMatter(text: string): FrontMatter {
  if (!text.startsWith('---')) return NONE;
  const front = FRONT.exec(text.slice(0, MOST_UNITS))?.[1];
  if (front === undefined) return NONE;
  let value: unknown;
  try {
    // No aliases: a few lines of them may stand for gigabytes.
    value = parse(front, { maxAliasCount: 0, logLevel: 'silent', prettyErrors: false });
  } catch {
    return NONE;
  }
  if (typeof value !== 'object' || value === null) return NONE;
  const fields = value as Record<string, unknown>;
  const title = plain(fields['title']);
  const at = readMoment(fields['date'] ?? fields['created'] ?? fields['updated']);
  return {
    tags: tagsOf(fields['tags'] ?? fields['tag'] ?? fields['keywords']),
    ...(title === undefined ? {} : { title }),
    ...(at === undefined ? {} : { at }),
  };
}

function tagsOf(value: unknown): string[] {
  const all = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[,\s]+/) : [];
  return [...new Set(all.flatMap((tag) => plain(tag)?.replace(/^#/, '') ?? []))]
    .filter(Boolean)
    .slice(0, 100);
}

function plain(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 500) : undefined;
}
