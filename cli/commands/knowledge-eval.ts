/** `luka knowledge eval`: how well search and recall answer a folder of questions, as numbers. */
import type { Command } from 'commander';
import { resolve } from 'node:path';
import { EVAL_DEPTHS, evaluate, type Evaluation, type EvalScores } from '#runtime/knowledge/eval/evaluate.ts';
import { readQuestions } from '#runtime/knowledge/eval/read-questions.ts';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<folder>', 'of questions: .yaml with a list, or .md with front matter')
    .addHelpText(
      'after',
      '\nEach has "question", "documents" (ends of the paths that answer it), and "search" where other words are searched for.' +
        '\n\nExamples:\n  luka knowledge eval ~/questions\n  luka knowledge eval ~/questions --json | jq .recall.mrr',
    )
    .action(async (folder: string) => evaluateFolder(await openSession(context), resolve(folder)));
}

export async function evaluateFolder({ client, terminal, json }: Session, folder: string): Promise<void> {
  const questions = await readQuestions(folder);
  const evaluation = await evaluate(questions, {
    search: (q, limit) => client.searchKnowledge({ query: { q, limit } }),
    recall: (q, limit) => client.recallKnowledge({ query: { q, limit } }),
  });
  if (json) return terminal.json(evaluation);
  const headings = ['', ...EVAL_DEPTHS.map((depth) => `RECALL@${depth}`), 'MRR', 'P50', 'P99'];
  const rows = [row('search', evaluation.search), row('recall', evaluation.recall)];
  for (const line of formatTable(headings, rows, { heading: (text) => terminal.style('bold', text) }))
    await terminal.print(line);
  for (const line of missedLines(evaluation)) await terminal.note(line);
}

function row(name: string, { recallAt, mrr, p50Ms, p99Ms }: EvalScores): string[] {
  return [
    name,
    ...EVAL_DEPTHS.map((depth) => (recallAt[depth] ?? 0).toFixed(3)),
    mrr.toFixed(3),
    `${p50Ms.toFixed(1)} ms`,
    `${p99Ms.toFixed(1)} ms`,
  ];
}

function missedLines({ questions, recall }: Evaluation): string[] {
  return [
    `${questions} ${questions === 1 ? 'question' : 'questions'}`,
    ...recall.missed.map((question) => `not recalled: ${safeText(question)}`),
  ];
}
