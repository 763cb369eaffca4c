/** `luka knowledge model`: which model compares meaning, and the folder it is in. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { meaningLine } from '../meaning-words.ts';
import { openSession, type Session } from '../session.ts';
import { safeText } from '../table.ts';

interface Options {
  readonly none?: true;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('[folder]', 'with config.json, tokenizer.json, and onnx/model.onnx or model.onnx')
    .option('--none', 'use no folder: an Ollama of this machine where there is one, else TF-IDF')
    .addHelpText(
      'after',
      '\nSentence embeddings in ONNX as they are kept on Hugging Face. Nothing is ever downloaded.' +
        '\n\nExamples:\n  luka knowledge model\n  luka knowledge model ~/models/multilingual-e5-small\n  luka knowledge model --none',
    )
    .action(async (folder: string | undefined, options: Options) => {
      const session = await openSession(context);
      if (options.none) await useModel(session, null);
      else if (folder !== undefined) await useModel(session, resolve(folder));
      else await showModel(session);
    });
}

export async function useModel({ client, terminal, json }: Session, folder: string | null): Promise<void> {
  const { embeddings } = await client.updateSettings({
    body: { embeddings: folder === null ? null : { folder } },
  });
  if (json) return terminal.json({ embeddings });
  await terminal.print(
    embeddings === null
      ? 'no folder of a model is used'
      : safeText(`the model in ${embeddings.folder} makes its vectors now; until then TF-IDF is used`),
  );
}

export async function showModel({ client, terminal, json }: Session): Promise<void> {
  const { meaning } = await client.knowledgeStatus();
  if (json) return terminal.json({ meaning: meaning ?? null });
  await terminal.print(meaning ? safeText(meaningLine(meaning)) : 'no model: meaning is compared by TF-IDF');
}
