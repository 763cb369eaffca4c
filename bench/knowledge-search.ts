/**
 * Search and recall on 10,000 Markdown files made of real text (the readmes of node_modules), over the reader's thread as the
 * server asks it. `--corpus <folder>` takes the Markdown files of a folder instead.
 */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { systemClock } from '#runtime/clock.ts';
import { programPath } from '#runtime/home/programs.ts';
import { embedMissing } from '#runtime/knowledge/recall/embed-missing.ts';
import { WorkerRetriever } from '#runtime/knowledge/retrieve/worker-retriever.ts';
import { makeIndex, type DocumentDraft } from '#runtime/knowledge/testing.ts';
import { temporaryFolder } from '#runtime/testing.ts';
import { median, percentile, report, root } from './measure.ts';

const FILES = 10_000;
/** UTF-16 units of a file: 48 MB in all. */
const LENGTH = 4_800;
const QUESTIONS = 1_000;
const WARM = 50;
const HOUR_MS = 3_600_000;

/** The same numbers each time. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const random = randoms(1);
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;

async function markdownIn(folder: string): Promise<{ path: string; text: string }[]> {
  const files: { path: string; text: string }[] = [];
  for await (const path of glob('**/*.md', { cwd: folder })) {
    const text = await readFile(join(folder, path), 'utf8').catch(() => '');
    if (text.length > 0 && text.length < 400_000) files.push({ path: join(folder, path), text });
  }
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Paragraphs in a new order under a heading now and then, as notes have them. */
function notesOf(paragraphs: readonly string[], now: number): DocumentDraft[] {
  return Array.from({ length: FILES }, (_, at) => {
    let text = `# ${titleFrom(pick(paragraphs))}\n\n`;
    for (let count = 0; text.length < LENGTH; count += 1) {
      if (count % 5 === 4) text += `## ${titleFrom(pick(paragraphs))}\n\n`;
      text += `${pick(paragraphs)}\n\n`;
    }
    return { path: `/notes/${at % 100}/note-${at}.md`, text, at: now - at * HOUR_MS };
  });
}

function titleFrom(paragraph: string): string {
  return wordsIn(paragraph).slice(0, 4).join(' ') || 'Note';
}

function wordsIn(text: string): string[] {
  return text.match(/[A-Za-z]{3,20}/g) ?? [];
}

/** As people ask: one to three words out of a text, mostly; sometimes a phrase, a beginning, a filter, a typing error. */
function questionFrom(text: string): string {
  const words = wordsIn(text);
  const at = Math.floor(random() * Math.max(1, words.length - 3));
  const some = words.slice(at, at + 1 + Math.floor(random() * 3));
  const kind = random();
  if (kind < 0.1) return `"${some.join(' ')}"`;
  if (kind < 0.15) return `${some[0]?.slice(0, 5) ?? ''}*`;
  if (kind < 0.25) return `${some.join(' ')} path:note-1`;
  if (kind < 0.3) return `${some.join(' ')} after:30d -the`;
  if (kind < 0.35) return some.map((word) => word.slice(0, 2) + word.slice(3)).join(' ');
  return some.join(' ');
}

async function timesOf(
  questions: readonly string[],
  ask: (q: string) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (const [at, question] of questions.entries()) {
    const before = performance.now();
    await ask(question);
    // The first ones read the file into memory and compile.
    if (at >= WARM) times.push(performance.now() - before);
  }
  return times;
}

const { values } = parseArgs({ options: { corpus: { type: 'string' } } });
await using folder = await temporaryFolder();
const now = systemClock.now();
const read = await markdownIn(values.corpus ?? join(root, 'node_modules'));
const paragraphs = read
  .flatMap(({ text }) => text.split(/\n{2,}/))
  .filter((text) => text.length > 40 && !/^\s*[#|]/.test(text));
const drafts = values.corpus === undefined ? notesOf(paragraphs, now) : read;
const file = makeIndex(folder.path, drafts);
const db = new DatabaseSync(file);
const before = performance.now();
const chunks = embedMissing(db);
const embedMs = performance.now() - before;
db.close();

/** What SQLite takes for it by itself, on this machine at this moment: the same words, the twenty best by its own rank. */
function bareTimes(asked: readonly string[]): number[] {
  const bare = new DatabaseSync(file, { readOnly: true });
  bare.exec('pragma mmap_size = 1073741824');
  const best = bare.prepare('select rowid from words where words match ? order by rank limit 20');
  const times = asked.map((question) => {
    const words = wordsIn(question.replace(/\S+:\S+/g, '')).map((word) => `"${word}"`);
    const started = performance.now();
    if (words.length > 0) best.all(words.join(' AND '));
    return performance.now() - started;
  });
  bare.close();
  return times.slice(WARM);
}

const retriever = new WorkerRetriever({
  file,
  ollamaUrl: 'http://127.0.0.1:9',
  program: programPath('knowledge-search-worker'),
  clock: systemClock,
  onError: (error) => console.error(error),
});
const questions = Array.from({ length: QUESTIONS }, () => questionFrom(pick(paragraphs)));
// The list of all words is made between the first answers.
for (let took = Infinity; took > 20;) {
  took = (await retriever.search({ q: 'qqqqwrm', limit: 1 })).tookMs;
  await new Promise((resolve) => setTimeout(resolve, 500));
}
const searched = await timesOf(questions, (q) => retriever.search({ q, limit: 20 }));
const bare = bareTimes(questions);
const sentences = Array.from({ length: 300 }, () => wordsIn(pick(paragraphs)).slice(0, 9).join(' '));
const recalled = await timesOf(sentences, (q) => retriever.recall({ q, limit: 20 }));
await retriever.close();

const at = (times: readonly number[], share: number): string => `${percentile(times, share).toFixed(1)} ms`;
report(`${drafts.length} documents, ${chunks} chunks; vectors of all in ${(embedMs / 1_000).toFixed(1)} s`, [
  {
    what: 'bare FTS5 with its own rank and nothing else, p50 and p99',
    measured: `${median(bare).toFixed(1)} ms, ${at(bare, 0.99)}`,
    bound: 'none: what this machine does now',
    ok: true,
  },
  {
    what: 'search, p50',
    measured: `${median(searched).toFixed(1)} ms`,
    bound: '3 ms',
    ok: median(searched) < 3,
  },
  { what: 'search, p99', measured: at(searched, 0.99), bound: '20 ms', ok: percentile(searched, 0.99) < 20 },
  {
    what: 'recall, p50',
    measured: `${median(recalled).toFixed(1)} ms`,
    bound: '60 ms',
    ok: median(recalled) < 60,
  },
  { what: 'recall, p99', measured: at(recalled, 0.99), bound: '60 ms', ok: percentile(recalled, 0.99) < 60 },
]);
