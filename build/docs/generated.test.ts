import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERRORS } from '#shared/errors/catalogue.ts';
import { contract } from '#shared/http/contract.ts';
import { GENERATED } from './generated.ts';
import { readPage, ROOT } from './pages.ts';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('a page that is made', () => {
  it.each(Object.entries(GENERATED))('%s is as it would be made now', async (file, write) => {
    expect(read(file) === (await write()), `${file} is of yesterday: npm run docs`).toBe(true);
  });
});

describe('docs/errors.md', () => {
  it('has each code as a heading, with its cause and its mend', () => {
    const text = read('docs/errors.md');
    for (const [code, { message, remedy }] of Object.entries(ERRORS)) {
      expect([message, remedy].every((words) => words.length > 3)).toBe(true);
      expect(text).toContain(`\n## ${code}\n`);
      expect(text).toContain(`**What to do:** ${remedy}.`);
    }
  });
});

describe('docs/api.md', () => {
  it('has each endpoint once, and no example that its schema would not take', () => {
    const { text, blocks } = readPage('docs/api.md', read('docs/api.md'));
    for (const { method, path } of Object.values(contract))
      expect(text.split(`### \`${method} ${path.replace(/:([a-z]+)/gi, '{$1}')}\`\n`)).toHaveLength(2);
    expect(blocks.filter(({ text }) => text.startsWith('curl')).length).toBeGreaterThanOrEqual(
      Object.keys(contract).length,
    );
  });
});
