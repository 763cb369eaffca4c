/** The first ten minutes, as the page has them: each command is run against a real Luka, each output is looked for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LukaBench } from '#cli/spawn-luka.ts';
import { readPage, ROOT } from './pages.ts';
import { PageRunner } from './run-page.ts';

const FILE = 'docs/getting-started.md';
const { blocks } = readPage(FILE, readFileSync(join(ROOT, FILE), 'utf8'));

describe('getting started', () => {
  let bench: LukaBench;
  let runner: PageRunner;

  beforeAll(async () => {
    bench = await LukaBench.create();
    await bench.up();
    runner = await PageRunner.create(bench);
  }, 120_000);
  afterAll(() => bench.end());

  it('leaves little to do by hand', () => {
    expect(blocks.filter(({ marks }) => marks.includes('by-hand'))).toHaveLength(2);
    expect(blocks.length).toBeGreaterThan(20);
  });

  // In order: each goes on where the one before has ended.
  it.each(blocks)('line $line: $language $marks', (block) => runner.follow(block), 120_000);
});
