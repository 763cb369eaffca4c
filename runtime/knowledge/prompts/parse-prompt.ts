/** Reads a prompt's file: front matter with title, description and variables, then Markdown. */
import { parse } from 'yaml';
import { z } from 'zod';
import type { Prompt, PromptVariable } from '#shared/nouns/prompt.ts';

/** `{{name}}`; white space inside is let be. */
export const VARIABLE = /\{\{\s*([a-z][a-zA-Z0-9_]{0,40})\s*\}\}/g;

const FrontMatter = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  variables: z
    .record(
      z.string(),
      z.union([
        z.string(),
        z.looseObject({ description: z.string().optional(), default: z.string().optional() }),
      ]),
    )
    .optional(),
});

/** @param state what Luka fills by itself, with what it is @param file of the person's own */
export function parsePrompt(
  name: string,
  source: string,
  { state, file }: { readonly state: ReadonlyMap<string, string>; readonly file?: string | undefined },
): Prompt {
  const { front, text } = cut(source);
  const used = [...new Set([...text.matchAll(VARIABLE)].map(([, variable]) => variable!))];
  const variables = used.map((variable): PromptVariable => {
    const said = front.variables?.[variable];
    const { description, default: otherwise } =
      typeof said === 'string' ? { description: said } : (said ?? {});
    const own = state.get(variable);
    const from = own === undefined ? 'given' : 'state';
    const told = { name: variable, description: description ?? own ?? '', from } as const;
    return otherwise === undefined ? told : Object.assign(told, { default: otherwise });
  });
  return {
    name,
    title: front.title ?? name,
    description: front.description ?? '',
    variables,
    text,
    ...(file === undefined ? {} : { file }),
  };
}

/** A front matter that cannot be read is text like any other: nothing of a person's file is lost. */
function cut(source: string): { front: z.infer<typeof FrontMatter>; text: string } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(source);
  if (!match) return { front: {}, text: source };
  try {
    const front = FrontMatter.safeParse(parse(match[1]!));
    return front.success
      ? { front: front.data, text: source.slice(match[0].length).trimStart() }
      : { front: {}, text: source };
  } catch {
    return { front: {}, text: source };
  }
}

/** The names it could not fill stay in the text as they are. What is put in is not looked at again. */
export function fillText(
  text: string,
  values: ReadonlyMap<string, string>,
): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const filled = text.replace(VARIABLE, (whole, name: string) => {
    const value = values.get(name);
    if (value === undefined) missing.add(name);
    return value ?? whole;
  });
  return { text: filled, missing: [...missing] };
}
