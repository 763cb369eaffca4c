import { describe, expect, it } from 'vitest';
import { docGroups, docLink, docTitle, DOC_NAMES, loadDoc } from './doc-files.ts';
import { searchSections, sectionsOf } from './search-docs.ts';

const TEXT = `# Power

The machine stays awake.

## What it is

\`\`\`sh
# not a heading
luka power status
\`\`\`

## Holds and \`caffeinate\`

Each [hold](x.md) has a **name**.
`;
const sections = sectionsOf('power', 'Power', TEXT);

describe('sections of a page', () => {
  it('go from heading to heading, without Markdown', () => {
    expect(sections.map(({ heading, anchor }) => [heading, anchor])).toEqual([
      ['Power', 'power'],
      ['What it is', 'what-it-is'],
      ['Holds and caffeinate', 'holds-and-caffeinate'],
    ]);
    expect(sections[1]?.text).toBe('# not a heading luka power status');
    expect(sections[2]?.text).toBe('Each hold has a name .');
  });
});

describe('searching', () => {
  it.each([
    ['caffeinate', ['holds-and-caffeinate']],
    ['HOLD name', ['holds-and-caffeinate']],
    ['power status', ['what-it-is']],
    ['nothing of it', []],
    ['  ', []],
  ])('%j finds %j', (typed, expected) => {
    expect(searchSections(sections, typed).map(({ section }) => section.anchor)).toEqual(expected);
  });

  it('shows headings that fit first, and the words around what was found', () => {
    const long = sectionsOf(
      'a',
      'A',
      `## Text\n\n${'x '.repeat(200)}needle${' y'.repeat(200)}\n\n## Needle\n\nHere.`,
    );
    const hits = searchSections(long, 'needle');
    expect(hits.map(({ section }) => section.heading)).toEqual(['Needle', 'Text']);
    expect(hits[1]?.excerpt).toMatch(/^….*needle.*…$/);
  });
});

describe('the pages', () => {
  it('are those of docs/, each in one group', async () => {
    expect(DOC_NAMES).toContain('safety');
    expect(DOC_NAMES).toContain('recipes/watch-a-folder');
    expect(
      docGroups()
        .flatMap(({ names }) => names)
        .sort(),
    ).toEqual(DOC_NAMES);
    expect(await loadDoc('safety')).toMatch(/^# Safety/);
    expect(loadDoc('nobody')).toBeUndefined();
    expect(docTitle('recipes/watch-a-folder')).toBe('Watch a folder');
  });

  it.each([
    ['README', 'safety.md#checks', { to: '/docs/safety#checks' }],
    ['recipes/watch-a-folder', '../safety.md', { to: '/docs/safety' }],
    ['safety', '#checks', { to: '/docs/safety#checks' }],
    ['safety', 'https://example.com/a', { web: 'https://example.com/a' }],
    ['safety', '../README.md', undefined],
    ['safety', 'javascript:alert(1)', undefined],
    ['safety', '//evil.example/docs/safety.md', undefined],
  ])('on %s a link to %s leads to %j', (from, href, expected) => {
    expect(docLink(from, href)).toEqual(expected);
  });
});
