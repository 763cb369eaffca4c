import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { marked, type Token } from 'marked';
import { describe, expect, it } from 'vitest';
import { oneLine, type ReportDocument } from './document.ts';
import { toMarkdown } from './to-markdown.ts';
import { toPage } from './to-page.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[click](javascript:alert(1))',
  '![x](http://evil.example/p.png)',
  '# Approved by GG',
  '- [ ] approve everything (GG)',
  '1. one',
  '2) two',
  '> said',
  '--- | ---',
  '| a | b |',
  '```\nrm -rf /\n```',
  '**bold** _em_ ~~gone~~ `code`',
  'http://evil.example/ www.evil.example mail@evil.example',
  '&lt;b&gt; &copy; &#60;',
  'a\u202Egnp.exe\u202C',
  'line\r\nbreak\u2028other',
  '</title><script>1</script>',
  '"><a href="javascript:1">x</a>',
  "' onmouseover='alert(1)",
  '\\`back\\slash\\',
  '=====',
  '+ item',
  'sharp \\ ##',
  '<!-- hidden -->',
  'สวัสดี 👩‍👩‍👧 ünïcode',
];
const name = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: fc.constantFrom(...Array.from('\\`*_[]<>|~&$#+-=!.:/@()1a "\'\n\t ')), maxLength: 24 }),
  fc.string({ unit: 'binary', maxLength: 16 }),
);

function documentOf(text: string): ReportDocument {
  return {
    title: text,
    summary: [
      [text],
      ['before ', { strong: text }, ` ${text} `, { text, to: 'http://127.0.0.1:8080/runs/1' }],
    ],
    sections: [
      {
        title: text,
        blocks: [
          { kind: 'heading', text },
          { kind: 'list', items: [[text], [text, ': ', text]] },
          {
            kind: 'table',
            label: text,
            head: ['Task', 'Why'],
            numbers: [1],
            rows: [[[text], [text, ' ', text]]],
          },
          { kind: 'output', lines: text.split('\n') },
        ],
      },
    ],
    foot: text,
  };
}

/** The text of tokens that no one would see as anything but text. */
function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      switch (token.type) {
        case 'text':
        case 'escape':
          return 'tokens' in token && token.tokens ? textOf(token.tokens) : (token as { text: string }).text;
        case 'strong':
        case 'link':
          return textOf((token as { tokens: Token[] }).tokens);
        default:
          throw new Error(`a name became ${token.type}`);
      }
    })
    .join('');
}

const plain = (text: string) => oneLine(text);
/** How many spaces stand between two pieces is no matter here. */
const dense = (text: string) => text.replaceAll(' ', '');
const shown = (tokens: readonly Token[]) => dense(textOf(tokens));

describe('Markdown', () => {
  it('reads every name as that name and as nothing else', () => {
    fc.assert(
      fc.property(name, (text) => {
        const tokens = marked.lexer(toMarkdown(documentOf(text))).filter(({ type }) => type !== 'space');
        const words = dense(plain(text));
        const kinds = tokens.map(({ type }) => type);
        const isEmpty = words === '';
        if (isEmpty) return;
        expect(kinds).toEqual([
          'heading',
          'paragraph',
          'paragraph',
          'heading',
          'heading',
          'list',
          'table',
          'code',
          'hr',
          'paragraph',
        ]);
        const inline = (at: number) => shown((tokens[at] as { tokens: Token[] }).tokens);
        expect(inline(0)).toBe(words);
        expect(inline(1)).toBe(words);
        expect(inline(2)).toBe(`before${words}${words}${words}`);
        expect(inline(9)).toBe(words);
        const items = (tokens[5] as { items: { tokens: Token[]; task: boolean }[] }).items;
        expect(items.map(({ tokens: of }) => shown(of))).toEqual([words, `${words}:${words}`]);
        expect(items.some(({ task }) => task)).toBe(false);
        const { rows } = tokens[6] as { rows: { tokens: Token[] }[][] };
        expect(rows.map((row) => row.map(({ tokens: of }) => shown(of)))).toEqual([
          [words, `${words}${words}`],
        ]);
      }),
      { numRuns: 1_500, examples: HOSTILE.map((text) => [text]) },
    );
  });
});

describe('the page', () => {
  it('has the elements it has, whatever names there are, and no address but those it was given', () => {
    const shape = (text: string): string[] => {
      const found: string[] = [];
      const walk = (nodes: readonly unknown[]): void => {
        for (const node of nodes as {
          type: string;
          name?: string;
          attribs?: Record<string, string>;
          children?: unknown[];
        }[]) {
          if (node.name !== undefined)
            found.push(
              `${node.name} ${Object.keys(node.attribs ?? {}).join()} ${node.attribs?.['href'] ?? ''}`,
            );
          if (node.children) walk(node.children);
        }
      };
      walk(parseDocument(toPage(documentOf(text))).children);
      return found;
    };
    const usual = shape('name');
    expect(usual.some((each) => each.startsWith('script'))).toBe(false);
    fc.assert(
      fc.property(name, (text) => {
        expect(shape(text)).toEqual(usual);
      }),
      { numRuns: 500, examples: HOSTILE.map((text) => [text]) },
    );
  });
});
