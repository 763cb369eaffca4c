/** `luka search`: words in what Luka has read. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { parseLimit } from '../parse-options.ts';
import { printHits } from '../print-hits.ts';
import { openSession, type Session } from '../session.ts';

export const QUERY_HELP =
  '\nWords, "phrases", beginnings*, *parts*, -not, and filters: path: kind: tag: source: after: before:\n' +
  'Days are 2026-01-31, 2026-01, 7d, 2w, today, yesterday. Quote the whole where it has a -word or a space in a phrase.';

const MOST = 200;

export interface SearchOptions {
  readonly limit: string;
  readonly explain?: boolean;
}

export function addSearchOptions(command: Command): Command {
  return command
    .argument('<words...>', 'what to look for')
    .option('--limit <number>', 'at most so many', '10')
    .option('--explain', 'say what each score is made of');
}

export function define(command: Command, context: CliContext): void {
  defineSearch(command, context, 'luka search');
}

/** The same command has two names. */
export function defineSearch(command: Command, context: CliContext, name: string): void {
  addSearchOptions(command)
    .addHelpText(
      'after',
      `${QUERY_HELP}\n\nExamples:\n  ${name} backup disk\n  ${name} '"full disk" -old path:notes after:30d'\n  ${name} สำรองข้อมูล --explain`,
    )
    .action(async (words: string[], options: SearchOptions) =>
      search(await openSession(context), words, options),
    );
}

export async function search(
  session: Session,
  words: readonly string[],
  options: SearchOptions,
): Promise<void> {
  const answer = await session.client.searchKnowledge({ query: queryOf(words, options) });
  if (session.json) return session.terminal.json(answer);
  await printHits(session, answer);
}

export function queryOf(
  words: readonly string[],
  { limit, explain = false }: SearchOptions,
): { q: string; limit: number; explain: string } {
  return { q: words.join(' '), limit: parseLimit(limit, MOST), explain: String(explain) };
}
