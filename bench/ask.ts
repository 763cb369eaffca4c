/**
 * Answers from 10,000 notes made of real text (the readmes of node_modules) and 100,000 memories: how long a question takes,
 * and how long it holds up the main thread.
 */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock } from '#runtime/clock.ts';
import { programPath } from '#runtime/home/programs.ts';
import { openAssistant } from '#runtime/knowledge/assistant/testing.ts';
import { WorkerRetriever } from '#runtime/knowledge/retrieve/worker-retriever.ts';
import { makeIndex, type DocumentDraft } from '#runtime/knowledge/testing.ts';
import { temporaryFolder } from '#runtime/testing.ts';
import { median, percentile, report, root } from './measure.ts';

const FILES = 10_000;
const PARAGRAPHS = 14;
const MEMORIES = 100_000;
const BATCH = 5_000;
const ROUNDS = 12;
const IDLE_MS = 3_000;

const OF_NOTES = [
  'How do I configure the cache directory?',
  'What is the license of this package?',
  'Why does the watcher use polling?',
  'When was the first release published?',
  'How can I disable colors in the output?',
  'What does the timeout option do?',
  'Where are the types defined?',
  'How are errors thrown by the parser?',
  'Which Node version is required?',
  'How much memory does a worker take?',
];
const OF_LUKA = [
  'what failed last night?',
  'why did backup not run?',
  'what is due tonight?',
  'what needs me?',
];

async function paragraphsOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const path of glob('**/*.md', { cwd: folder })) {
    const text = await readFile(join(folder, path), 'utf8').catch(() => '');
    found.push(...text.split(/\n{2,}/).filter((part) => part.length > 40 && part.length < 2_000));
  }
  return found;
}

/** Each paragraph stands in about as many notes as any other, beside others each time. */
function notesOf(paragraphs: readonly string[]): DocumentDraft[] {
  return Array.from({ length: FILES }, (_, at) => {
    const parts = Array.from(
      { length: PARAGRAPHS },
      (_part, n) => paragraphs[(at * 31 + n * n * 977 + n * 7_919) % paragraphs.length]!,
    );
    return {
      path: `/notes/${at % 100}/note-${at}.md`,
      text: `# Note ${at}\n\n${parts.join('\n\n')}\n`,
      at: at * 1_000,
    };
  });
}

await using folder = await temporaryFolder();
const paragraphs = await paragraphsOf(join(root, 'node_modules'));
const retriever = new WorkerRetriever({
  file: makeIndex(folder.path, notesOf(paragraphs)),
  ollamaUrl: 'http://127.0.0.1:9',
  program: programPath('knowledge-search-worker'),
  clock: systemClock,
  onError: (error) => console.error(error),
});
await using luka = await openAssistant([], { retriever });
for (let from = 0; from < MEMORIES; from += BATCH)
  luka.store.commit((tx) => {
    for (let at = from; at < from + BATCH; at += 1) {
      const text = paragraphs[at % paragraphs.length]!.slice(0, 300);
      const { lastId } = tx.run(
        "insert into memories (kind, text, meta, importance, pinned, at, by_name) values ('note', ?, '{}', 0.5, 0, ?, 'bench')",
        text,
        at,
      );
      tx.run('insert into memory_words (rowid, text) values (?, ?)', lastId, text);
      tx.run('insert into memory_grams (rowid, text) values (?, ?)', lastId, text);
    }
  });

/** ms. The first round warms up and does not count. */
async function timesOf(
  questions: readonly string[],
  ask: (question: string) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const question of questions) {
      const before = performance.now();
      await ask(question);
      if (round > 0) times.push(performance.now() - before);
    }
  return times;
}

await timesOf(OF_NOTES.slice(0, 1), (question) => luka.assistant.ask({ question }));
/** ms, p99. */
async function delayWhile(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.percentile(99) / 1e6;
}

// What the machine's other work costs, in the same run.
const idle = await delayWhile(() => new Promise((resolve) => setTimeout(resolve, IDLE_MS)));
let asked: number[] = [];
let live: number[] = [];
let recalled: number[] = [];
const held = await delayWhile(async () => {
  asked = await timesOf(OF_NOTES, (question) => luka.assistant.ask({ question }));
  live = await timesOf(OF_LUKA, (question) => luka.assistant.ask({ question }));
  recalled = await timesOf(OF_NOTES, (q) => luka.book.recall({ q, limit: 20 }));
});
await retriever.close();

const row = (what: string, times: readonly number[], most: number) => ({
  what,
  measured: `p50 ${median(times).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`,
  bound: `p50 ${most} ms`,
  ok: median(times) < most,
});
report(`${FILES} notes, ${MEMORIES} memories`, [
  row('ask, of notes', asked, 150),
  row('ask, of Luka itself', live, 150),
  row('recall of memories', recalled, 150),
  {
    what: 'delay of the main thread, p99',
    measured: `${held.toFixed(1)} ms, idle ${idle.toFixed(1)} ms`,
    bound: '10 ms more than idle',
    ok: held < idle + 10,
  },
]);
