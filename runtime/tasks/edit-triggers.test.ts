import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { editTriggers } from './edit-triggers.ts';
import { parseTask } from './parse-task.ts';
import { meansSame } from './trigger-items.ts';

const HOUR = { every: '1h' };
const NINE = { cron: '0 9 * * MON-FRI', tz: 'Asia/Bangkok' };

describe('editTriggers', () => {
  it.each<[string, string, Record<string, unknown>[], string]>([
    [
      'keeps what is said of a trigger that stays, and all else',
      '# head\ntitle: x   # spaced\n\n# when\ntriggers: # of them\n  # hourly\n  - every: 60m # not less\n  # gone\n  - startup: {}\n\nsteps:\n  - run: x\n',
      [HOUR, NINE],
      '# head\ntitle: x   # spaced\n\n# when\ntriggers: # of them\n  # hourly\n  - every: 60m # not less\n  - cron: 0 9 * * MON-FRI\n    tz: Asia/Bangkok\n\nsteps:\n  - run: x\n',
    ],
    [
      'moves comments with their triggers',
      'triggers:\n  # a\n  - every: 1h\n\n  # b\n  - startup: { delay: 5s } # five\nsteps: []\n',
      [{ startup: { delay: '5s' } }, HOUR],
      'triggers:\n  # b\n  - startup: { delay: 5s } # five\n  # a\n  - every: 1h\nsteps: []\n',
    ],
    [
      'keeps what is said above one that was changed',
      'triggers:\n  # early\n  - cron: 0 9 * * *\n  - every: 1h\nsteps: []\n',
      [{ cron: '0 7 * * *' }, { startup: {} }],
      'triggers:\n  # early\n  - cron: 0 7 * * *\n  - startup: {}\nsteps: []\n',
    ],
    [
      'keeps what is said of the list, and below it',
      'triggers:\n  # All in local time.\n\n  # a\n  - every: 1h\n  # end\n\n# steps\nsteps: []\n',
      [NINE],
      'triggers:\n  # All in local time.\n\n  - cron: 0 9 * * MON-FRI\n    tz: Asia/Bangkok\n  # end\n\n# steps\nsteps: []\n',
    ],
    [
      'adds them before the steps and what is said of those',
      '# head\ntitle: x\n\n# work\nsteps:\n- run: x\n',
      [HOUR],
      '# head\ntitle: x\n\ntriggers:\n- every: 1h\n\n# work\nsteps:\n- run: x\n',
    ],
    [
      'adds them below a comment that begins the file',
      '# head\nsteps:\n    - run: x\n',
      [HOUR],
      '# head\ntriggers:\n    - every: 1h\nsteps:\n    - run: x\n',
    ],
    [
      'adds them with the line ends of the file',
      'title: x\r\nsteps:\r\n  - run: x\r\n',
      [NINE],
      'title: x\r\ntriggers:\r\n  - cron: 0 9 * * MON-FRI\r\n    tz: Asia/Bangkok\r\nsteps:\r\n  - run: x\r\n',
    ],
    [
      'fills an empty field',
      'triggers: # none yet\n\nsteps: []\n',
      [HOUR],
      'triggers: # none yet\n  - every: 1h\n\nsteps: []\n',
    ],
    [
      'writes a list in brackets out',
      'triggers: [{ every: 2h },\n  { startup: {} }] # two\nsteps: []\n',
      [HOUR, { startup: {} }],
      'triggers: # two\n  - every: 1h\n  - startup: {}\nsteps: []\n',
    ],
    [
      'takes the field away with its items, and no comment outside of it',
      'title: x\n\n# when\ntriggers:\n  # a\n  - every: 1h\n\n# work\nsteps: []\n',
      [],
      'title: x\n\n# when\n\n# work\nsteps: []\n',
    ],
    [
      'leaves one empty line where there were two',
      'title: x\n\ntriggers:\n  - every: 1h\n\nsteps: []\n',
      [],
      'title: x\n\nsteps: []\n',
    ],
    [
      'writes at the end of a file without a last line end',
      'steps: []\ntriggers:\n  - every: 1h',
      [HOUR, NINE],
      'steps: []\ntriggers:\n  - every: 1h\n  - cron: 0 9 * * MON-FRI\n    tz: Asia/Bangkok\n',
    ],
    [
      'edits a file that is all one line',
      '{ title: x, steps: [] }\n',
      [HOUR],
      '{ title: x, triggers: [ { every: 1h } ], steps: [] }\n',
    ],
    [
      'writes out what other fields referred to',
      'x: &e { every: 1h }\ntriggers: [*e]\nsteps: []\n',
      [HOUR, NINE],
      'x: &e { every: 1h }\ntriggers:\n  - every: 1h\n  - cron: 0 9 * * MON-FRI\n    tz: Asia/Bangkok\nsteps: []\n',
    ],
    [
      'quotes what YAML would take for something else',
      'steps: []\n',
      [
        { cron: '* * * * *' },
        { cron: '@daily' },
        { file: '~/a: b #c/*.pdf' },
        { volume: 'true' },
        { after: 'a\nb' },
      ],
      'triggers:\n  - cron: "* * * * *"\n  - cron: "@daily"\n  - file: "~/a: b #c/*.pdf"\n  - volume: "true"\n  - after: "a\\nb"\nsteps: []\n',
    ],
  ])('%s', (_, before, triggers, after) => {
    expect(editTriggers(before, triggers)).toBe(after);
  });

  it.each([
    ['triggers: [{ every: 60m }, {startup: {}}] # as it is\nsteps: []\n', [HOUR, { startup: {} }]],
    ['# nothing\nsteps: []\n', []],
    ['\uFEFFtriggers:\n- every: 3600\nsteps: []', [HOUR]],
  ])('leaves a text alone that says it already: %j', (text, triggers) => {
    expect(editTriggers(text, triggers)).toBe(text);
  });

  it('keeps a byte order mark', () => {
    expect(editTriggers('\uFEFFsteps: []\n', [HOUR])).toBe('\uFEFFtriggers:\n  - every: 1h\nsteps: []\n');
  });

  it.each([
    '',
    'words',
    '- a',
    'a: [',
    'a: 1\na: 2\n',
    'x: *nothing\n',
    'triggers: &t [{every: 1h}]\nx: *t\n',
  ])('gives up on %j', (text) => expect(editTriggers(text, [NINE])).toBeUndefined());

  it('says exactly the triggers, and all else as before, whatever the file holds and however it is set', () => {
    const trigger = fc.oneof(
      fc.constantFrom(HOUR, NINE, { every: '60m' }, { startup: {} }, { startup: { delay: '5s' } }),
      fc.record({ cron: fc.constantFrom('0 9 * * *', '@daily', '* * * * *') }),
      fc.record(
        { file: fc.string({ minLength: 1 }), on: fc.constant(['created']) },
        { requiredKeys: ['file'] },
      ),
      fc.record({ volume: fc.string({ unit: 'grapheme', minLength: 1 }) }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue({ maxDepth: 1 }), {
        minKeys: 1,
        noNullPrototype: true,
      }),
    );
    const list = fc.array(trigger, { maxLength: 4 });
    const name = fc.stringMatching(/^[a-su-z]{1,6}$/).filter((word) => word !== 'steps');
    const fields = fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4, noNullPrototype: true });
    const style = fc.record({
      indent: fc.constantFrom(2, 4),
      indentSeq: fc.boolean(),
      flow: fc.boolean(),
      comments: fc.boolean(),
      crlf: fc.boolean(),
      gaps: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fields,
        fc.option(list, { nil: undefined }),
        fc.nat(4),
        list,
        style,
        (others, before, at, after, how) => {
          const entries: [string, unknown][] = Object.entries(others);
          if (before) entries.splice(at, 0, ['triggers', before]);
          const text = setIn(how, { ...Object.fromEntries(entries), steps: [{ run: 'x' }] });
          const edited = editTriggers(text, after);
          expect(edited).toBeDefined();
          const { triggers: now, ...rest } = parse(edited ?? '') as Record<string, unknown>;
          const { triggers: _then, ...wanted } = parse(text) as Record<string, unknown>;
          expect(JSON.stringify(rest)).toBe(JSON.stringify(wanted));
          const list = (now ?? []) as unknown[];
          expect(list).toHaveLength(after.length);
          list.forEach((item, index) => expect(meansSame(item, after[index])).toBe(true));
          expect(commentsOutside(edited ?? '')).toEqual(commentsOutside(text));
          if (how.crlf) expect(edited).not.toMatch(/[^\r]\n/);
          expect(editTriggers(edited ?? '', after)).toBe(edited);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      'triggers',
      'steps',
      ':',
      ' ',
      '\n',
      '- ',
      '  ',
      '#',
      '[',
      '}',
      '{',
      '&a',
      '*a',
      '|',
      '"',
      '\r\n',
      'x',
      '---\n',
      '? ',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.constantFrom([], [HOUR], [NINE, HOUR]),
        (pieces, triggers) => {
          const edited = editTriggers(pieces.join(''), triggers);
          if (edited !== undefined)
            expect(parseTask(edited, 'x.yaml').findings.map(({ code }) => code)).not.toContain(
              'task_unparsable',
            );
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

interface Style {
  readonly indent: number;
  readonly indentSeq: boolean;
  readonly flow: boolean;
  readonly comments: boolean;
  readonly crlf: boolean;
  readonly gaps: boolean;
}

/** Comments at the margin, one before each field and one at the end; those within triggers are indented. */
function setIn(how: Style, value: unknown): string {
  const text = stringify(value, {
    indent: how.indent,
    indentSeq: how.indentSeq,
    collectionStyle: how.flow ? 'flow' : 'any',
    blockQuote: false,
    lineWidth: 0,
  });
  if (how.flow) return how.crlf ? text.replaceAll('\n', '\r\n') : text;
  let count = 0;
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const isField = /^[^\s-]/.test(line);
    if (isField && how.gaps) lines.push('');
    if (isField && how.comments) lines.push(`# margin ${(count += 1)}`);
    if (/^\s*- /.test(line) && how.comments) lines.push(`${/^\s*/.exec(line)?.[0] ?? ''}  # within`);
    lines.push(line);
  }
  return lines.join(how.crlf ? '\r\n' : '\n');
}

function commentsOutside(text: string): string[] {
  return text.match(/^# margin \d+/gm) ?? [];
}
