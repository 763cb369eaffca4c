/** A folder of questions with the documents that answer them. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { LukaError } from '#shared/errors/luka-error.ts';

const Question = z.strictObject({
  question: z.string().trim().min(1).max(2_000),
  /** Ends of their paths, such as `notes/backup.md`. */
  documents: z.array(z.string().min(1).max(4_096)).min(1).max(100),
  /** What is searched for, where a search takes other words than a question. */
  search: z.string().trim().min(1).max(2_000).optional(),
});
export type Question = z.infer<typeof Question>;
const File = z.union([z.array(Question), Question.transform((question) => [question])]);

/**
 * In order of the files' names.
 * @throws LukaError questions_invalid, with the file
 */
export async function readQuestions(folder: string): Promise<Question[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new LukaError('questions_invalid', {
      message: `the folder ${folder} cannot be read`,
      cause: error,
    });
  });
  const questions: Question[] = [];
  for (const name of names.toSorted())
    if (/^\.(?:ya?ml|md)$/.test(extname(name))) questions.push(...(await readFileOf(join(folder, name))));
  if (questions.length === 0)
    throw new LukaError('questions_invalid', { message: `there are no questions in ${folder}` });
  return questions;
}

async function readFileOf(file: string): Promise<Question[]> {
  const text = await readFile(file, 'utf8');
  const source = file.endsWith('.md') ? frontMatterOf(text) : text;
  // A note beside the questions is none.
  if (source === undefined) return [];
  try {
    return File.parse(parse(source));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error).split('\n')[0] : messageOf(error);
    throw new LukaError('questions_invalid', {
      message: `${file} has no valid questions: ${why}`,
      cause: error,
    });
  }
}

function frontMatterOf(text: string): string | undefined {
  return /^---[ \t]*\r?\n([\s\S]*?)^---[ \t]*\r?$/m.exec(text)?.[1];
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
