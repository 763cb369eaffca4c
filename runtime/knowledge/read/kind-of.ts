/** What a file is, by its name. */
import type { FileKind } from './document.ts';

const ENDINGS: Readonly<Record<FileKind, string>> = {
  markdown: 'md markdown mdown mkd mdx',
  text: 'txt text rst org adoc',
  html: 'html htm xhtml',
  json: 'json',
  jsonl: 'jsonl ndjson',
  yaml: 'yaml yml',
  log: 'log',
  pdf: 'pdf',
  docx: 'docx',
  code: 'ts mts cts tsx js mjs cjs jsx py rb go rs java kt swift c h cc cpp hpp cs m mm sh bash zsh fish sql lua php scala css scss toml',
};
const KINDS = new Map<string, FileKind>(
  Object.entries(ENDINGS).flatMap(([kind, endings]) =>
    endings.split(' ').map((ending) => [ending, kind as FileKind] as const),
  ),
);

/** @returns undefined for what is not known to be a document. Logs that were rotated (`x.log.3`) are logs. */
export function kindOf(name: string): FileKind | undefined {
  const dot = name.lastIndexOf('.');
  if (dot <= 0) return undefined;
  const ending = name.slice(dot + 1);
  const kind = KINDS.get(ending) ?? KINDS.get(ending.toLowerCase());
  return kind ?? (/\.log\.\d+$/i.test(name) ? 'log' : undefined);
}

/** The name without what says its kind. */
export function plainTitle(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return kindOf(name) === undefined ? name : name.replace(/\.[^.]+$/, '') || name;
}
