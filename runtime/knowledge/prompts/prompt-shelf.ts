/** Prompts on disk: those that came with Luka, and the person's own, which go before them. */
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { LukaError } from '#shared/errors/luka-error.ts';
import { PromptName, type FilledPrompt, type Prompt } from '#shared/nouns/prompt.ts';
import { hasCode, replaceFile } from '../../home/atomic-file.ts';
import { fillText, parsePrompt } from './parse-prompt.ts';
import { STATE_VARIABLES, type StateValues } from './state-values.ts';

/** More is no prompt. */
const MOST_BYTES = 200_000;
const MOST_FILES = 500;

export interface PromptShelfOptions {
  /** The person's own, absolute; it need not be there. */
  readonly folder: string;
  readonly shipped: string;
  readonly values: StateValues;
}

export class PromptShelf {
  readonly #options: PromptShelfOptions;

  constructor(options: PromptShelfOptions) {
    this.#options = options;
  }

  /** By name. Files that are none, too large or not readable are left out. */
  async list(): Promise<Prompt[]> {
    const { folder, shipped } = this.#options;
    const prompts = new Map<string, Prompt>();
    for (const place of [shipped, folder])
      for (const entry of (await readdir(place).catch(ifAbsent)).sort().slice(0, MOST_FILES)) {
        const name = PromptName.safeParse(entry.replace(/\.md$/, ''));
        if (!entry.endsWith('.md') || !name.success) continue;
        const prompt = await this.#read(place, name.data);
        if (prompt) prompts.set(prompt.name, prompt);
      }
    return [...prompts.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  /** @throws LukaError prompt_unknown */
  async get(name: string): Promise<Prompt> {
    const { folder, shipped } = this.#options;
    const prompt = (await this.#read(folder, name)) ?? (await this.#read(shipped, name));
    if (!prompt) throw new LukaError('prompt_unknown', { message: `there is no prompt ${name}` });
    return prompt;
  }

  /** Given values go before those of the state, those before defaults. @throws LukaError prompt_unknown, knowledge_unavailable */
  async fill(name: string, given: Readonly<Record<string, string>>): Promise<FilledPrompt> {
    const { title, text, variables } = await this.get(name);
    const values = new Map<string, string>();
    for (const { name: variable, from, default: otherwise } of variables) {
      const value = given[variable] ?? (from === 'state' ? await this.#options.values(variable) : otherwise);
      if (value !== undefined) values.set(variable, value);
    }
    return { name, title, ...fillText(text, values) };
  }

  /** @throws LukaError disk_full */
  async save(
    name: string,
    { title, description, text }: { title: string; description: string; text: string },
  ): Promise<Prompt> {
    const { folder } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const known = await this.get(name).catch(() => undefined);
    const variables = Object.fromEntries(
      (known?.variables ?? []).map((one) => [
        one.name,
        { description: one.description, ...(one.default === undefined ? {} : { default: one.default }) },
      ]),
    );
    await replaceFile(
      join(folder, `${name}.md`),
      `---\n${stringify({ title, description, variables })}---\n\n${text}`,
    );
    return this.get(name);
  }

  async #read(place: string, name: string): Promise<Prompt | undefined> {
    const file = join(place, `${name}.md`);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile() || found.size > MOST_BYTES) return undefined;
    const source = await readFile(file, 'utf8').catch(() => undefined);
    if (source === undefined) return undefined;
    const isOwn = place === this.#options.folder;
    return parsePrompt(name, source, { state: STATE_VARIABLES, file: isOwn ? file : undefined });
  }
}

function ifAbsent(error: unknown): string[] {
  if (hasCode(error, 'ENOENT')) return [];
  throw error;
}
