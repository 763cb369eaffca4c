/** Names of shapes: the nouns that `shared/nouns` exports, found again in a JSON Schema by what they look like. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './pages.ts';
import type { Schema } from './type-words.ts';

/** Shorter than this it is written out. */
const LEAST = 120;

export class Shapes {
  readonly #names = new Map<string, string>();
  readonly #used = new Map<string, Schema>();

  static async read(): Promise<Shapes> {
    const shapes = new Shapes();
    const folder = join(ROOT, 'shared/nouns');
    for (const file of (await readdir(folder)).sort()) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const nouns = (await import(join(folder, file))) as Record<string, unknown>;
      for (const [name, noun] of Object.entries(nouns))
        if (noun instanceof z.ZodType) shapes.#add(name, noun);
    }
    return shapes;
  }

  #add(name: string, noun: z.ZodType): void {
    for (const io of ['output', 'input'] as const) {
      const { $schema: _, ...schema } = z.toJSONSchema(noun, { io, unrepresentable: 'any' });
      const text = JSON.stringify(schema);
      if (text.length >= LEAST && !this.#names.has(text)) this.#names.set(text, name);
    }
  }

  /** The name of a shape that has one; it is remembered as used. */
  nameOf(schema: Schema): string | undefined {
    const name = this.#names.get(JSON.stringify(schema));
    if (name !== undefined) this.#used.set(name, this.#used.get(name) ?? schema);
    return name;
  }

  /** Those that were asked for, by name. */
  get used(): readonly (readonly [string, Schema])[] {
    return [...this.#used].sort(([a], [b]) => a.localeCompare(b, 'en'));
  }
}
