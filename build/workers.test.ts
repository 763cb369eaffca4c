/** A thread that dies must not take Luka with it: an `error` that nobody hears ends the process (node:events). */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = globSync('{runtime,cli,electron}/**/*.ts', { cwd: root }).filter(
  (file) => !file.endsWith('.test.ts'),
);
const starting = (
  await Promise.all(sources.map(async (file) => ({ file, text: await readFile(join(root, file), 'utf8') })))
).filter(({ text }) => text.includes('new Worker('));

describe('whoever starts a thread', () => {
  it('is known', () => {
    expect(starting.length).toBeGreaterThan(8);
  });

  it.each(starting)('hears of its end by an error: $file', ({ text }) => {
    const started = text.split('new Worker(').length - 1;
    expect(text.match(/\.(on|once)\('error',/g) ?? []).toHaveLength(started);
  });
});
