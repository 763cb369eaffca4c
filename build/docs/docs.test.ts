/** The documentation holds: its links lead somewhere, and what it shows is what Luka takes. */
import { describe, expect, it } from 'vitest';
import { faultyBlocks } from './check-blocks.ts';
import { deadLinks } from './check-links.ts';
import { readPage, readPages } from './pages.ts';

const pages = readPages();

describe('the documentation', () => {
  it('has no link that leads nowhere', () => {
    expect(deadLinks(pages)).toEqual([]);
  });

  it('has no block of code that Luka would not take', async () => {
    expect(await faultyBlocks(pages)).toEqual([]);
  }, 120_000);

  it('says on each page what it is about', () => {
    const bare = pages.filter(({ title, summary }) => title === '' || summary === '').map(({ file }) => file);
    expect(bare, 'begin the page with a heading and a sentence').toEqual([]);
  });
});

describe('the checks themselves', () => {
  const deadLinksOf = (text: string) =>
    deadLinks([...pages, readPage('docs/made-up.md', `# A\n\n${text}\n`)]).filter((fault) =>
      fault.startsWith('docs/made-up.md'),
    );
  const faultsOf = (text: string) => faultyBlocks([readPage('docs/made-up.md', text)]);
  const fenced = (language: string, text: string) => faultsOf(`# A\n\n\`\`\`${language}\n${text}\n\`\`\`\n`);

  it.each([
    ['sh', 'luka staus', 'unknown command'],
    ['sh', 'echo x | luka drop - --no-such-option', 'unknown option'],
    ['sh', 'x=$(luka task lst)', 'unknown command'],
    ['sh', 'luka logs', 'missing required argument'],
    ['', 'luka task frobnicate', 'unknown command'],
    ['yaml', 'stepps:\n  - run: x', 'stepps'],
    ['yaml', 'retry: { times: many }', 'retry.times'],
    ['yaml', 'steps:\n  - run: "${{ steps.nobody.outputs.x }}"', 'nobody'],
    ['json', '{ "a": 1, }', 'JSON'],
    ['json', '{ "maxRunning": 0 }', 'maxRunning'],
    ['mjs', 'export function (', 'Unexpected token'],
    ['toml', 'a = ', ''],
    ['cobol', 'MOVE A TO B', 'a language that nothing checks'],
  ])('a fault in %s is found: %s', async (language, text, expected) => {
    const faults = await fenced(language, text);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(expected);
    expect(faults[0]).toContain('docs/made-up.md:3: ');
  });

  it.each([
    ['sh', 'luka run hello -f && luka logs last   # what it said\nnpm ci'],
    // What the line before left out or gave is forgotten.
    ['sh', 'luka logs 1 --stream err\nluka gate backup\nluka gate --order x.json\nluka gate backup'],
    ['sh', 'luka next --for 3d          luka ps --all'],
    ['yaml', 'catchUp: latest\ncatchUp: skip'],
    ['yaml', 'id: hi\nskill: bash\ncmd: date'],
    ['yaml', 'thresholds: { ask: { agent: 40 } }'],
    ['yaml other', 'scrape_configs: []'],
    ['json', '{"id":1}\n{"id":2}'],
    ['', 'Error: luka is not what this is'],
  ])('nothing is said against %s: %s', async (language, text) => {
    expect(await fenced(language, text)).toEqual([]);
  });

  it.each([
    ['[x](nobody.md)', 'leads to docs/nobody.md'],
    ['[x](safety.md#nothing)', 'names no heading of docs/safety.md'],
    ['[x](#nothing)', 'names no heading of docs/made-up.md'],
    ['[x](../../etc/passwd)', 'leads out of the project'],
    ['[x](/docs/safety.md)', 'is absolute'],
    ['<img src="nobody.png">', 'leads to docs/nobody.png'],
  ])('a dead link is found: %s', (text, expected) => {
    expect(deadLinksOf(text)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    '[x](safety.md#how-the-gate-decides)',
    '[x](#a)',
    '[x](../README.md)',
    '[x](https://example.com)',
  ])('a live one is not: %s', (text) => {
    expect(deadLinksOf(text)).toEqual([]);
  });
});
