/** Documents and their sources in words. The shared noun carries zod with it, so what the page needs is written here; a test ties them. */
import type {
  Citation,
  DocumentKind,
  KnowledgeSource,
  RecallMethod,
  SkippedFile,
  SourceWatch,
  SyncProgress,
} from '#shared/nouns/knowledge.ts';
import { plainLine } from './plain.ts';
import type { Tone } from './run-state.ts';

export const KIND_LABELS: Readonly<Record<DocumentKind, string>> = {
  markdown: 'Markdown',
  text: 'Text',
  html: 'HTML',
  json: 'JSON',
  jsonl: 'JSON lines',
  yaml: 'YAML',
  log: 'Log',
  code: 'Code',
  pdf: 'PDF',
  docx: 'Word',
  run: 'Run',
  report: 'Report',
  approval: 'Approval',
  memory: 'Memory',
};

export const SOURCE_WORDS: Readonly<
  Record<KnowledgeSource['state'], { readonly label: string; readonly tone: Tone }>
> = {
  ready: { label: 'Up to date', tone: 'ok' },
  syncing: { label: 'Reading', tone: 'running' },
  absent: { label: 'Not there', tone: 'waiting' },
  failing: { label: 'Failing', tone: 'failed' },
  new: { label: 'Not read yet', tone: 'quiet' },
};

export const SYNC_WORDS: Readonly<
  Record<SyncProgress['state'], { readonly label: string; readonly tone: Tone }>
> = {
  walking: { label: 'Looking for files', tone: 'running' },
  reading: { label: 'Reading', tone: 'running' },
  done: { label: 'Done', tone: 'ok' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
  failed: { label: 'Failed', tone: 'failed' },
};

export const SKIP_WORDS: Readonly<Record<SkippedFile['reason'], string>> = {
  'too-large': 'Too large',
  binary: 'Binary',
  'not-text': 'Not text',
  unreadable: 'Not readable',
  'timed-out': 'Timed out',
  broken: 'Broken',
  loop: 'Loop of links',
  gone: 'Gone',
};

export const METHOD_WORDS: Readonly<Record<RecallMethod, string>> = {
  ollama: 'by meaning, with the embeddings of Ollama',
  folder: 'by meaning, with the model in your folder',
  'tf-idf': 'by the weight of words (TF-IDF)',
};

export function isSyncing(sync: Pick<SyncProgress, 'state'> | undefined): boolean {
  return sync !== undefined && SYNC_WORDS[sync.state].tone === 'running';
}

/** `As files change`, `Every 15 min`, `Only when asked`. */
export function watchWords(watch: SourceWatch): string {
  if (watch === 'events') return 'As files change';
  if (watch === 'manual') return 'Only when asked';
  const { everySeconds: seconds } = watch;
  if (seconds % 86_400 === 0) return seconds === 86_400 ? 'Every day' : `Every ${seconds / 86_400} days`;
  if (seconds % 3_600 === 0) return seconds === 3_600 ? 'Every hour' : `Every ${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `Every ${seconds / 60} min` : `Every ${seconds} s`;
}

/** `3 added, 1 changed, 2 removed`; `nothing had changed`. */
export function syncedWords({ added, changed, removed, skipped }: SyncProgress): string {
  const words = [
    added > 0 ? `${added.toLocaleString('en-GB')} added` : '',
    changed > 0 ? `${changed.toLocaleString('en-GB')} changed` : '',
    removed > 0 ? `${removed.toLocaleString('en-GB')} removed` : '',
    skipped > 0 ? `${skipped.toLocaleString('en-GB')} not read` : '',
  ].filter((part) => part !== '');
  return words.length === 0 ? 'nothing had changed' : words.join(', ');
}

/** `12 s left`, `4 min left`; whole minutes are exact enough for a guess. */
export function leftWords(seconds: number): string {
  if (seconds < 1) return 'almost done';
  if (seconds < 90) return `${Math.ceil(seconds)} s left`;
  return seconds < 5_400 ? `${Math.ceil(seconds / 60)} min left` : `${Math.ceil(seconds / 3_600)} h left`;
}

/** `line 12`, `lines 12 to 20`. */
export function lineWords({ line, lastLine }: { readonly line: number; readonly lastLine: number }): string {
  return lastLine > line ? `lines ${line} to ${lastLine}` : `line ${line}`;
}

/** `/a/b.md:12`, the form editors open; what is Luka's own has no lines worth naming. */
export function placeOf({ path, line }: { readonly path: string; readonly line: number }): string {
  return path.startsWith('luka://') ? path : `${path}:${line}`;
}

/** The last two folders and the name, for a line with little room; the whole path is in its title. */
export function shortPath(path: string): string {
  const parts = path.split('/');
  return parts.length > 4 ? `…/${parts.slice(-3).join('/')}` : path;
}

/** `Backups › Nightly`: the headings above a place, without the document's own title. Empty where there are none. */
export function headingWords({ title, headings }: Pick<Citation, 'title' | 'headings'>): string {
  return headings
    .slice(headings[0] === title ? 1 : 0)
    .map(plainLine)
    .join(' › ');
}
