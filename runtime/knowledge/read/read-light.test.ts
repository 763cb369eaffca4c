import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkSections } from '../chunks/chunk-sections.ts';
import { NotRead, type LightKind } from './document.ts';
import { guessLanguage } from './guess-language.ts';
import { kindOf, plainTitle } from './kind-of.ts';
import { readLight } from './read-light.ts';

const read = (text: string | Uint8Array, kind: LightKind, path = '/n/file.x') =>
  readLight(typeof text === 'string' ? new TextEncoder().encode(text) : text, kind, path);
const lineOf = (text: string, what: string): number => text.slice(0, text.indexOf(what)).split('\n').length;

describe('Markdown', () => {
  it('has title, tags and date of its front matter', () => {
    const text =
      '---\ntitle: "Backups: how"\ntags: [disk, backup, "#nas"]\ndate: 2026-03-01\n---\n# Other\ntext\n';
    expect(read(text, 'markdown')).toMatchObject({
      text,
      title: 'Backups: how',
      tags: ['disk', 'backup', 'nas'],
      at: Date.UTC(2026, 2, 1),
    });
  });

  it('has its first heading as title, and takes tags in words', () => {
    expect(read('---\ntags: a, b  c\n---\ntext\n## Plan\n', 'markdown')).toMatchObject({
      title: 'Plan',
      tags: ['a', 'b', 'c'],
    });
  });

  it.each([
    ['---\n: : [\n---\ntext'],
    ['---\ntitle: x\nnever ends'],
    ['---\n&a [*a, *a]\n---\n'],
    [`---\n${'a: &a [x]\nb: *a\n'.repeat(10)}---\n`],
    ['---\n- list\n---\n'],
    ['---\ndate: 99999-99-99\ntitle: {}\n---\n'],
  ])('with front matter that is none is text all the same: %j', (text) => {
    expect(read(text, 'markdown')).toMatchObject({ text, tags: [], at: undefined });
  });
});

describe('HTML', () => {
  it('is its text, in the lines of the file', () => {
    const html = `<!doctype html>
<html lang="de"><head><title>The
  page</title><meta name="keywords" content="one, two"><style>
.no { }
</style></head>
<body>
<script>
no()
</script>
<h1>Top <b>one</b></h1><p
  class="x">first &amp; second<br>third</p>
<h2>Under</h2>
<ul><li>a<li>b</ul>
unclosed <p>end`;
    const made = read(html, 'html');
    expect(made).toMatchObject({ title: 'The page', tags: ['one', 'two'], language: 'de' });
    expect(made.text).not.toContain('no');
    for (const [word, source] of [
      ['Top one', 'Top <b>'],
      ['first & second third', 'first &amp;'],
      ['Under', 'Under'],
      ['a b', '<li>a'],
      ['unclosed', 'unclosed'],
    ] as const)
      expect([word, lineOf(made.text, word)]).toEqual([word, lineOf(html, source)]);
    const chunk = chunkSections(made.text, made.sections).find(({ headings }) => headings.length === 2);
    expect(chunk).toMatchObject({ headings: ['Top one', 'Under'], line: 12 });
  });

  it('never has more lines than the file', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '<p>',
            '</p>',
            '\n',
            '<h1>',
            '</h1>',
            'x',
            '<!-- \n -->',
            '<a\nb>',
            '<',
            '>',
            '&lt;',
            '<script>',
            '</script>',
            '<title>',
          ),
          { maxLength: 40 },
        ),
        (parts) => {
          const html = parts.join('');
          expect(read(html, 'html').text.split('\n').length).toBe(html.split('\n').length);
        },
      ),
    );
  });
});

describe('JSON', () => {
  it('is found by its letters, not by their escapes, and each record by itself', () => {
    const text =
      '{"lessons": [\n{"title": "\\u0e2a\\u0e27\\u0e31\\u0e2a\\u0e14\\u0e35", "n": "a\\u000ab"},\n{"lesson": "two", "ts": "2026-01-01"}\n]}\n';
    const made = read(text, 'json');
    expect(made.text).toContain('สวัสดี');
    expect(made.text).toContain('a\\u000ab');
    expect(made.sections.map(({ headings }) => headings)).toEqual([['สวัสดี'], ['two (2026-01-01)']]);
    expect(chunkSections(made.text, made.sections).map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  it('that is none is text all the same', () => {
    for (const text of ['{"a": [', ']]]}}', '"\\', '[{"a":"}]"}']) expect(read(text, 'json').text).toBe(text);
  });

  it('lines are readable records, each in its line', () => {
    const text =
      '{"event":"backup.failed","ts":"2026-01-02T03:04:05Z","data":{"disk":"nas","tries":[1,2]}}\n{torn\n\n{"lesson":"line\\nend","ok":false}\n';
    const made = read(text, 'jsonl');
    expect(made.text.split('\n')).toEqual([
      'event: backup.failed, ts: 2026-01-02T03:04:05Z, data.disk: nas, data.tries: 1 2',
      '{torn',
      '',
      'lesson: line end, ok: false',
      '',
    ]);
    expect(made.sections.map(({ headings }) => headings[0])).toEqual([
      'backup.failed (2026-01-02T03:04:05Z)',
      undefined,
      'line end',
    ]);
  });

  it('lines by the ten thousand are found together with their neighbours', () => {
    const text = Array.from({ length: 10_000 }, (_, n) => JSON.stringify({ n })).join('\n');
    const made = read(text, 'jsonl');
    const chunks = chunkSections(made.text, made.sections);
    expect(chunks.length).toBeLessThan(100);
    for (const { end } of chunks.slice(0, -1)) expect(made.text[end - 1]).toBe('\n');
  });
});

describe('other kinds', () => {
  it('YAML that is long has a section for each key, and keeps its comments', () => {
    const text = `# why\nname: 'Nightly'\nsteps:\n${'  - run: x # comment\n'.repeat(100)}"quoted key":\n  a: 1\n`;
    const made = read(text, 'yaml');
    expect(made).toMatchObject({ text, title: 'Nightly' });
    expect(made.sections.map(({ headings }) => headings[0])).toEqual(['name', 'steps', 'quoted key']);
  });

  it('logs lose their colours, and no line', () => {
    expect(read('\u001b[31mred\u001b[0m\nplain\n', 'log').text).toBe('red\nplain\n');
  });

  it.each([
    [
      'a.ts',
      'const a = "// no";\n/* yes\n * more */ code(`//\nno ${x}`);\nb(); // end\n',
      '\n/* yes\n * more */\n\n// end\n',
    ],
    ['a.py', '"""Doc\nstring"""\nx = "# no"  # yes\n', '"""Doc\nstring"""\n# yes\n'],
    ['a.sh', "echo 'it''s # no'\n# yes\n", '\n# yes\n'],
    ['a.sql', "select '--no' -- yes\n/* block */", '-- yes\n/* block */'],
    ['a.rs', "fn f<'a>(x: &'a str) {} // yes\n", '// yes\n'],
    ['a.js', "it's never closed // yes\n/* nor this", '// yes\n/* nor this'],
  ])('code of %s is its comments in their lines', (path, text, comments) => {
    const made = read(text, 'code', `/src/${path}`);
    expect(made.text).toBe(comments);
    expect(made.title).toBe(path);
  });
});

describe('bytes', () => {
  it.each([
    ['UTF-8', Buffer.from('ภาษา')],
    ['UTF-8 with a mark', Buffer.from('\ufeffภาษา')],
    ['UTF-16 LE', Buffer.from('\ufeffภาษา', 'utf16le')],
    ['UTF-16 BE', Buffer.from('\ufeffภาษา', 'utf16le').swap16()],
  ])('of %s are text', (_, bytes) => {
    expect(read(bytes, 'text').text).toBe('ภาษา');
  });

  it.each([
    ['binary', Buffer.from([1, 2, 0, 3])],
    ['not-text', Buffer.from([0x61, 0xff, 0xfe])],
    ['not-text', Buffer.from([0xff, 0xfe, 0x00])],
    ['not-text', Buffer.from('ä', 'latin1')],
  ])('that are %s are not read', (reason, bytes) => {
    expect(() => read(bytes, 'markdown')).toThrow(expect.objectContaining({ name: 'NotRead', reason }));
  });
});

const KINDS: LightKind[] = ['markdown', 'text', 'html', 'json', 'jsonl', 'yaml', 'log', 'code'];
const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      '# A\n',
      '{"a":[',
      '{"b":1}',
      ']}',
      '\n',
      '\r\n',
      '<h1>x</h1>',
      '<p>',
      'key: v\n',
      '---\n',
      '"',
      '\\',
      '/*',
      '*/',
      '//',
      '\\u0e01',
      'ภาษาไทย ',
      '😀',
      '\u001b[1m',
      '```\n',
    ),
    fc.string({ unit: 'grapheme', maxLength: 10 }).map((text) => text.replaceAll('\0', '')),
  ),
  { maxLength: 80 },
);

it('of every kind, each character of the text is in exactly one chunk, whose lines are right', () => {
  fc.assert(
    fc.property(pieces, fc.constantFrom(...KINDS), fc.integer({ min: 4, max: 80 }), (parts, kind, most) => {
      const made = read(parts.join(''), kind, '/n/x.ts');
      const chunks = chunkSections(made.text, made.sections, most);
      let at = 0;
      for (const { start, end, line, lastLine } of chunks) {
        expect(start).toBe(at);
        expect(end).toBeGreaterThan(start);
        expect(end - start).toBeLessThanOrEqual(most);
        expect(line).toBe(made.text.slice(0, start).split('\n').length);
        expect(lastLine).toBe(made.text.slice(0, end - 1).split('\n').length);
        at = end;
      }
      expect(at).toBe(made.text.length);
    }),
    { numRuns: 1_000 },
  );
});

it('anything is read, or refused as what it is', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...KINDS), (bytes, kind) => {
      try {
        read(bytes, kind);
      } catch (error) {
        expect(error).toBeInstanceOf(NotRead);
      }
    }),
  );
});

it('a name tells the kind, and a title where nothing else does', () => {
  expect(['a.MD', 'b.ndjson', 'c.log.3', 'd.png', '.md', 'README', 'e.PDF'].map(kindOf)).toEqual([
    'markdown',
    'jsonl',
    'log',
    undefined,
    undefined,
    undefined,
    'pdf',
  ]);
  expect(['/a/b.note.md', '/a/README', '/a/c.log.3'].map(plainTitle)).toEqual(['b.note', 'README', 'c.log']);
});

it('the language is told by script, and English by its small words', () => {
  expect(
    [
      'สวัสดีครับ นี่คือ backup ของ server',
      'これは日本語の文章です。漢字も多い。',
      '这是中文的文章',
      '한국어 문장입니다',
      'Это русский текст',
      'The disk of the server is full and it has to be cleaned',
      'Die Platte ist voll',
      '12345',
    ].map(guessLanguage),
  ).toEqual(['th', 'ja', 'zh', 'ko', 'ru', 'en', undefined, undefined]);
});
