/** How well questions are answered: recall at depths, mean reciprocal rank, and how long it took. */
import type { SearchAnswer } from '#shared/nouns/knowledge.ts';
import type { Question } from './read-questions.ts';

/** Of documents, not of chunks. */
export const EVAL_DEPTHS = [1, 5, 10] as const;
const DEEPEST = 10;
/** Chunks asked for: several may be of one document. */
const LIMIT = 50;

export interface Asked {
  search(q: string, limit: number): Promise<SearchAnswer>;
  recall(q: string, limit: number): Promise<SearchAnswer>;
}

export interface EvalScores {
  /** By depth: the part of the wanted documents that is among the first so many, 0 to 1, averaged over questions. */
  readonly recallAt: Readonly<Record<number, number>>;
  /** One by the place of the first wanted document, 0 where none is found; averaged. */
  readonly mrr: number;
  /** Of whole answers, as the asker saw them. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Questions none of whose documents is among the first ten. */
  readonly missed: readonly string[];
}

export interface Evaluation {
  readonly questions: number;
  readonly search: EvalScores;
  readonly recall: EvalScores;
}

export async function evaluate(questions: readonly Question[], asked: Asked): Promise<Evaluation> {
  // The first answers read the index from the disk.
  for (const { question } of questions.slice(0, 2))
    await Promise.all([asked.search(question, 1), asked.recall(question, 1)]);
  return {
    questions: questions.length,
    search: await scoresOf(questions, ({ search, question }) => asked.search(search ?? question, LIMIT)),
    recall: await scoresOf(questions, ({ question }) => asked.recall(question, LIMIT)),
  };
}

async function scoresOf(
  questions: readonly Question[],
  ask: (question: Question) => Promise<SearchAnswer>,
): Promise<EvalScores> {
  const times: number[] = [];
  const missed: string[] = [];
  const sums: Record<number, number> = Object.fromEntries(EVAL_DEPTHS.map((depth) => [depth, 0]));
  let reciprocal = 0;
  for (const question of questions) {
    const before = performance.now();
    const { hits } = await ask(question);
    times.push(performance.now() - before);
    const found = [...new Set(hits.map(({ citation }) => citation.path))];
    const places = question.documents.map((wanted) => 1 + found.findIndex((path) => isMeant(path, wanted)));
    for (const depth of EVAL_DEPTHS)
      sums[depth]! += places.filter((place) => place > 0 && place <= depth).length / places.length;
    const first = Math.min(...places.filter((place) => place > 0));
    if (Number.isFinite(first)) reciprocal += 1 / first;
    if (!(first <= DEEPEST)) missed.push(question.question);
  }
  const of = (sum: number): number => sum / questions.length;
  const sorted = times.toSorted((a, b) => a - b);
  return {
    recallAt: Object.fromEntries(EVAL_DEPTHS.map((depth) => [depth, of(sums[depth]!)])),
    mrr: of(reciprocal),
    p50Ms: at(sorted, 0.5),
    p99Ms: at(sorted, 0.99),
    missed,
  };
}

function isMeant(path: string, wanted: string): boolean {
  return path === wanted || path.endsWith(`/${wanted.replace(/^\/+/, '')}`);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
