/** `luka knowledge recall`: by meaning, where words alone do not find it. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { printHits } from '../print-hits.ts';
import { openSession, type Session } from '../session.ts';
import { addSearchOptions, queryOf, QUERY_HELP, type SearchOptions } from './search.ts';

export function define(command: Command, context: CliContext): void {
  addSearchOptions(command)
    .addHelpText(
      'after',
      `${QUERY_HELP}\nMeaning is compared by the model of a folder (\`luka knowledge model\`) or of a local Ollama where there is one, else by TF-IDF.` +
        '\n\nExamples:\n  luka knowledge recall how do I restore a backup\n  luka knowledge recall why did the copy stop --explain',
    )
    .action(async (words: string[], options: SearchOptions) =>
      recall(await openSession(context), words, options),
    );
}

export async function recall(
  session: Session,
  words: readonly string[],
  options: SearchOptions,
): Promise<void> {
  const answer = await session.client.recallKnowledge({ query: queryOf(words, options) });
  if (session.json) return session.terminal.json(answer);
  await printHits(session, answer);
}
