import { describe, expect, it } from 'vitest';
import { parseQuery } from './query.ts';
import { snippetOf } from './snippet.ts';

const snippet = (text: string, q: string, isMarkdown = true) => {
  const { parts, lines } = snippetOf({ text, line: 10, isMarkdown }, parseQuery(q).terms);
  return { text: parts.map((part) => part.text).join(''), lines };
};
const NOTE =
  '---\ntitle: The drive\ntags: [drive]\n---\n# The drive\n\n## Where\n\nThe drive is in the attic.\n';

describe('what is shown of a chunk of Markdown', () => {
  it('begins behind front matter and headings, where the body has what was searched for', () => {
    expect(snippet(NOTE, 'drive')).toEqual({
      text: 'The drive is in the attic.',
      lines: { first: 18, last: 18 },
    });
  });

  it('is the heading where only that has it', () => {
    expect(snippet(NOTE, 'where').text).toContain('## Where The drive is in the attic.');
    expect(snippet('# Only a heading', 'heading').text).toBe('# Only a heading');
  });

  it('takes no rule for front matter that ends nowhere, and nothing away from other kinds', () => {
    expect(snippet('---\nThe drive is here.', 'drive').text).toBe('--- The drive is here.');
    expect(snippet('# a comment on the drive\ndrive: x', 'drive', false).text).toBe(
      '# a comment on the drive drive: x',
    );
  });

  it('says that it is cut only where something of the body is left out', () => {
    const long = `# Title\n\n${'word '.repeat(80)}drive ${'word '.repeat(80)}`;
    expect(snippet(long, 'drive').text).toMatch(/^… word .*drive.* …$/);
    expect(snippet(NOTE, 'attic').text).not.toContain('…');
  });
});
