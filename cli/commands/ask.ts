import type { Command } from 'commander';
import type { Answer, AnswerSource } from '#shared/nouns/assistant.ts';
import type { CliContext } from '../context.ts';
import { hearAnswer } from '../hear-answer.ts';
import { parseNumber } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';
import { cutText, safeText } from '../table.ts';

interface Options {
  in?: string;
  trace?: boolean;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('<question...>', 'as you would ask a person, English or Thai')
    .option('--in <conversation>', 'go on with a conversation: its number')
    .option('--trace', 'say what was looked at, and why')
    .addHelpText(
      'after',
      '\nAnswers from what was read and remembered, with sources, or about Luka itself from its records. Ends with 1 where\nnothing answers it.\n' +
        '\nExamples:\n  luka ask how long are old backups kept\n  luka ask "what failed last night?"\n  luka ask --in 12 "and yesterday?"\n  luka ask --json "why did backup not run?" | jq .actions',
    )
    .action(async (words: string[], options: Options) => {
      const conversation = options.in === undefined ? undefined : parseNumber('--in', options.in);
      const answer = await ask(await openSession(context), {
        question: words.join(' '),
        conversation,
        trace: options.trace === true,
      });
      if (answer.sentences.length === 0) context.exitWith(1);
    });
}

export async function ask(
  { client, terminal, json }: Session,
  { question, conversation, trace }: { question: string; conversation: number | undefined; trace: boolean },
): Promise<Answer> {
  const body = { question, ...(conversation === undefined ? {} : { conversation }) };
  const answer =
    !json && terminal.isTerminal('err')
      ? await hearAnswer({ client, terminal, body })
      : await client.ask({ body });
  if (json) {
    await terminal.json(answer);
    return answer;
  }
  for (const { text, sources, supported } of answer.sentences) {
    const cited = sources.map((number) => `[${number}]`).join('');
    const said = [safeText(text)];
    if (cited !== '') said.push(terminal.style('dim', cited));
    if (!supported) said.push(terminal.style('yellow', '(no source says so)'));
    await terminal.print(said.join(' '));
  }
  if (answer.missing !== undefined) await terminal.print(safeText(answer.missing));
  await terminal.print('');
  for (const source of answer.sources) await terminal.print(sourceLine(source, terminal.width));
  const how =
    answer.model === undefined
      ? answer.method.replace('-', ' ')
      : `${answer.method} ${safeText(answer.model)}`;
  await terminal.note(
    `confidence ${answer.confidence.toFixed(2)}, ${how}, ${Math.round(answer.tookMs)} ms; go on with: luka ask --in ${answer.conversation} "…"`,
  );
  for (const action of answer.actions) await terminal.note(`you can: ${commandOf(action)}`);
  if (trace)
    for (const { step, text, ms } of answer.trace)
      await terminal.note(`${step}: ${safeText(text)} (${ms} ms)`);
  return answer;
}

/** `[1] /notes/backup.md:12  The copy starts at …` */
function sourceLine({ number, citation, page, title, text }: AnswerSource, width: number): string {
  const place = citation
    ? `${citation.path}:${citation.line}${citation.lastLine > citation.line ? `-${citation.lastLine}` : ''}`
    : `${title}${page === undefined ? '' : ` (${page})`}`;
  return cutText(`[${number}] ${safeText(place)}  ${safeText(text)}`, Math.min(width, 160));
}

function commandOf(action: Answer['actions'][number]): string {
  switch (action.kind) {
    case 'run-task':
      return `luka run ${safeText(action.task)}`;
    case 'rerun':
      return `run #${action.run} again on its page (${safeText(action.label)})`;
    case 'open':
      return `open ${safeText(action.page)} (${safeText(action.label)})`;
  }
}
