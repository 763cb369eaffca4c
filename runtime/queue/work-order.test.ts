import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { legacyPriority, legacyRisk, legacyTimeout, splitWords } from './legacy-words.ts';
import type { NormalizedOrder } from './ports.ts';
import { normalizeOrder, readOrderText } from './work-order.ts';

const normalize = (value: unknown): NormalizedOrder => normalizeOrder(value, { name: 'nightly.json' });

/** The only step of an order. */
function stepOf(value: unknown): unknown {
  const { work } = normalize(value);
  expect(work.kind).toBe('definition');
  return work.kind === 'definition' ? work.definition.steps[0] : undefined;
}

function refusalOf(call: () => unknown): LukaError {
  try {
    call();
  } catch (error) {
    if (error instanceof LukaError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe("Luka's own shape", () => {
  it('is a definition with an id', () => {
    expect(
      normalize({ id: 'x', title: 'T', priority: 'high', steps: [{ run: 'true', timeout: '5s' }] }),
    ).toEqual({
      orderId: 'x',
      title: 'T',
      priority: 'high',
      work: {
        kind: 'definition',
        definition: { title: 'T', priority: 'high', steps: [{ run: 'true', timeout: 5_000 }] },
      },
      extras: { shape: 'luka' },
    });
  });

  it('is the id of a task, with parameters', () => {
    expect(normalize({ task: 'report', params: { who: 'me', n: 3 } })).toMatchObject({
      orderId: 'nightly',
      work: { kind: 'task', task: 'report', params: { who: 'me', n: 3 } },
    });
  });

  it.each([
    [{ steps: [{ run: 'x' }], trigers: [] }, 'order_invalid'],
    [{ steps: [{ run: 'x' }], triggers: [] }, 'order_invalid'],
    [{ steps: [{ rum: 'x' }] }, 'step_unknown'],
    [{ steps: [] }, 'order_invalid'],
    [{ task: 'a', steps: [] }, 'order_invalid'],
    [{ task: 'a', params: { x: [] } }, 'order_invalid'],
    [{ task: 3 }, 'order_invalid'],
    [{}, 'order_invalid'],
    [[], 'order_invalid'],
    ['text', 'order_invalid'],
    [null, 'order_invalid'],
    [{ steps: [{ run: 'echo ${{ params.x }}' }] }, 'order_invalid'],
  ])('refuses %j with %s', (value, code) => {
    const refusal = refusalOf(() => normalize(value));
    expect(refusal.code).toBe(code);
    expect(refusal.findings.length).toBeGreaterThan(0);
  });

  it('names the path of each fault, and its place where it came as text', () => {
    expect(refusalOf(() => normalize({ steps: [{ http: { url: 3 } }] })).findings).toMatchObject([
      { message: expect.stringContaining('steps[0].http.url') as string },
    ]);
    const text = '{\n\t"steps": [\n\t\t{ "argv": ["a"],\n\t\t  "tymeout": 3 }\n\t]\n}';
    expect(refusalOf(() => readOrderText(text, 'bad.json')).findings).toMatchObject([
      { file: 'bad.json', line: 4, column: 5, remedy: expect.stringContaining('timeout') as string },
    ]);
  });
});

describe('the shape of one skill', () => {
  it.each([
    [{ skill: 'bash', cmd: 'echo hi' }, { run: 'echo hi' }],
    [
      { skill: 'Bash', command: 'echo hi', timeout: 30 },
      { run: 'echo hi', timeout: 30_000 },
    ],
    [{ skill: 'bash', args: ['ls', '-l', 5] }, { argv: ['ls', '-l', '5'] }],
    [{ skill: 'bash', args: ['-c', 'true'] }, { argv: ['bash', '-c', 'true'] }],
    [
      { skill: 'bash', args: { cmd: 'pwd', cwd: '/tmp' } },
      { run: 'pwd', cwd: '/tmp' },
    ],
    [{ skill: 'bash', cmd: 'echo ${{ x }}' }, { run: 'echo ${{ x }}' }],
    [{ skill: 'bash', args: ['echo', '${{ x }}'] }, { argv: ['echo', '$${{ x }}'] }],
    [{ skill: 'node', code: 'console.log(1)' }, { node: { code: 'console.log(1)' } }],
    [{ skill: 'node', code: 'x', args: ['a', 'b'] }, { node: { code: 'x', args: ['a', 'b'] } }],
    [{ skill: 'node', file: 'a.mjs', args: ['b'] }, { node: { file: 'a.mjs', args: ['b'] } }],
    [{ skill: 'git', action: 'status', args: ['-sb'] }, { git: { action: 'status', args: ['-sb'] } }],
    [
      { skill: 'git', action: 'log', args: '-1 --format="%h %s"', cwd: '/repo' },
      { git: { action: 'log', args: ['-1', '--format=%h %s'] }, cwd: '/repo' },
    ],
    [
      { skill: 'git', cmd: 'git -C /r status' },
      { cwd: '/r', git: { action: 'status', args: [] } },
    ],
    [{ skill: 'git', cmd: 'git --version' }, { git: { action: 'version' } }],
    [{ skill: 'git', cmd: '-c core.pager=cat log' }, { argv: ['git', '-c', 'core.pager=cat', 'log'] }],
    [{ skill: 'http', cmd: 'http://x/' }, { http: { url: 'http://x/' } }],
    [
      { skill: 'http', action: 'post', args: { url: 'http://x/', body: { a: 1 }, expect: '201' } },
      {
        http: {
          url: 'http://x/',
          method: 'POST',
          body: '{"a":1}',
          headers: { 'content-type': 'application/json' },
          expect: 201,
        },
      },
    ],
    [{ skill: 'http', url: 'http://x/', method: 'head' }, { http: { url: 'http://x/', method: 'HEAD' } }],
    [{ skill: 'http', args: 'GET http://x/' }, { http: { url: 'http://x/', method: 'GET' } }],
  ])('%j', (order, step) => {
    expect(stepOf({ id: 'x', ...order })).toEqual(step);
  });

  it('keeps what it carries besides', () => {
    expect(
      normalize({
        id: 7,
        skill: 'bash',
        cmd: 'true',
        risk: 'safe',
        allowWrite: true,
        paths: '/a:/b',
        author: 'somebody',
      }),
    ).toEqual({
      orderId: '7',
      title: '7',
      priority: 'normal',
      work: { kind: 'definition', definition: { title: '7', risk: 'low', steps: [{ run: 'true' }] } },
      extras: { shape: 'legacy-skill', allowWrite: true, paths: ['/a', '/b'] },
    });
  });

  it.each([
    [{ skill: 'bsh', cmd: 'x' }, 'step_unknown'],
    [{ skill: 3 }, 'step_unknown'],
    [{ skill: 'bash' }, 'order_invalid'],
    [{ skill: 'bash', cmd: ' ' }, 'order_invalid'],
    [{ skill: 'bash', args: [{}] }, 'order_invalid'],
    [{ skill: 'node' }, 'order_invalid'],
    [{ skill: 'git' }, 'order_invalid'],
    [{ skill: 'http', method: 'GET' }, 'order_invalid'],
    [{ skill: 'http', url: 'http://x', method: 'FLY' }, 'order_invalid'],
    [{ skill: 'http', url: 'http://x', expect: 1 }, 'order_invalid'],
    [{ skill: 'bash', cmd: 'x', timeout: 'soon' }, 'order_invalid'],
    [{ skill: 'bash', cmd: 'x', priority: 'whenever' }, 'order_invalid'],
    [{ skill: 'bash', cmd: 'x', risk: 'blue' }, 'order_invalid'],
  ])('refuses %j with %s', (value, code) => {
    expect(refusalOf(() => normalize({ id: 'x', ...value })).code).toBe(code);
  });
});

describe('the shape of several steps', () => {
  it('is read with all it carries', () => {
    const order = normalize({
      id: 'wo-1',
      title: 'Nightly',
      priority: 'P1',
      risk: 'medium',
      steps: [
        { skill: 'bash', args: 'echo one', optional: true, timeout: 5 },
        { skill: 'node', args: { code: 'console.log(2)' }, timeout: 15_000 },
        { skill: 'node', args: 'console.log(3)' },
        { skill: 'node', args: ['script.js', 'a'], name: 'third' },
        { skill: 'git', args: ['status', '-sb'] },
        { skill: 'git', args: { action: 'log', args: ['-1'], cwd: '/r' } },
        { skill: 'http', args: { url: 'http://x/', expect: [200, 204] } },
      ],
      acceptance: ['it ran', { check: 1 }],
      memory: { kind: 'fact', text: 'remember' },
      notify: { to: 'me' },
    });
    expect(order).toEqual({
      orderId: 'wo-1',
      title: 'Nightly',
      priority: 'high',
      work: {
        kind: 'definition',
        definition: {
          title: 'Nightly',
          priority: 'high',
          risk: 'medium',
          steps: [
            { run: 'echo one', optional: true, timeout: 5_000 },
            { node: { code: 'console.log(2)' }, timeout: 15_000 },
            { node: { code: 'console.log(3)' } },
            { node: { file: 'script.js', args: ['a'] }, name: 'third' },
            { git: { action: 'status', args: ['-sb'] } },
            { git: { action: 'log', args: ['-1'] }, cwd: '/r' },
            { http: { url: 'http://x/', expect: [200, 204] } },
          ],
          checks: [
            { sentence: 'it ran', level: 'error' },
            { sentence: '{"check":1}', level: 'error' },
          ],
        },
      },
      extras: {
        shape: 'legacy-steps',
        acceptance: ['it ran', '{"check":1}'],
        memory: { kind: 'fact', text: 'remember' },
        notify: { to: 'me' },
      },
    });
  });

  it('names the step at fault', () => {
    const steps = [{ skill: 'bash', args: 'x' }, { skill: 'fly', args: 'x' }, 'x'];
    const refusal = refusalOf(() => normalize({ steps }));
    expect(refusal.code).toBe('step_unknown');
    expect(refusal.findings.map(({ message }) => message)).toEqual([
      'steps[1].skill: "fly" is no skill',
      'steps[2]: a step is a mapping, not "x"',
    ]);
    expect(refusal.message).toBe('nightly.json: steps[1].skill: "fly" is no skill (and 1 more)');
  });
});

describe('hostile input', () => {
  it('is refused by depth before anything recursive sees it', () => {
    const deep = '['.repeat(20_000);
    expect(refusalOf(() => readOrderText(`{"a":${deep}${']'.repeat(20_000)}}`, 'a.json')).code).toBe(
      'order_too_deep',
    );
    expect(refusalOf(() => readOrderText(`a: ${deep}${']'.repeat(20_000)}`, 'a.yaml')).code).toBe(
      'order_too_deep',
    );
    expect(refusalOf(() => readOrderText('- '.repeat(20_000), 'a.yml')).code).toBe('order_too_deep');
    expect(refusalOf(() => normalize(JSON.parse(`${deep}${']'.repeat(20_000)}`))).code).toBe(
      'order_too_deep',
    );
  });

  it('is refused by size', () => {
    expect(refusalOf(() => readOrderText(`{"a":"${'ä'.repeat(600_000)}"}`, 'a.json')).code).toBe(
      'order_too_large',
    );
  });

  it('cannot reach prototypes', () => {
    const order = normalize(
      JSON.parse(
        '{"skill":"http","url":"http://x","headers":{"__proto__":"x","a":"b"},"__proto__":{"polluted":1}}',
      ),
    );
    expect(order.work).toMatchObject({ definition: { steps: [{ http: { url: 'http://x' } }] } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(
      refusalOf(() => normalize(JSON.parse('{"steps":[{"run":"x"}],"__proto__":{"id":"y"}}'))).code,
    ).toBe('order_invalid');
    expect(refusalOf(() => normalize({ skill: 'constructor', cmd: 'x' })).code).toBe('step_unknown');
  });

  it('says where text is broken', () => {
    expect(refusalOf(() => readOrderText('{\n  "a": 1,\n}', 'a.json'))).toMatchObject({
      code: 'order_unparsable',
      findings: [{ line: 3, column: 1 }],
    });
    expect(refusalOf(() => readOrderText('a: 1\na: 2\n', 'a.yaml'))).toMatchObject({
      code: 'order_unparsable',
      findings: [{ line: 2, column: 1 }],
    });
  });

  it('is either an order or refused, never anything else', () => {
    const word = fc.constantFrom(
      'skill',
      'steps',
      'cmd',
      'args',
      'code',
      'action',
      'url',
      'task',
      'params',
      'id',
      'timeout',
      'priority',
      'run',
      '__proto__',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('bash', 'node', 'git', 'http', 'echo', '', 'http://x', 1, -1, true, null),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(word, tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (input) => {
        try {
          expect(normalize(input).orderId).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(LukaError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('legacy words', () => {
  it('map to Luka’s', () => {
    expect(['P0', 'p1', 2, '3', 9, 'ASAP', 'medium', 'minor', 'blue'].map(legacyPriority)).toEqual([
      'urgent',
      'high',
      'normal',
      'low',
      'low',
      'urgent',
      'normal',
      'low',
      undefined,
    ]);
    expect(['safe', 'none', 'Moderate', 'high', 3, 'x'].map(legacyRisk)).toEqual([
      'low',
      'low',
      'medium',
      'high',
      'critical',
      undefined,
    ]);
    expect([30, 9_999, 10_000, '45', '2m', 0.5, 0, -1, 'x', {}].map(legacyTimeout)).toEqual([
      30_000,
      9_999_000,
      10_000,
      45_000,
      120_000,
      500,
      0,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('split like a shell', () => {
    expect(splitWords(String.raw`log -1 --format='%h %s' "a \"b\"" c\ d ''`)).toEqual([
      'log',
      '-1',
      '--format=%h %s',
      'a "b"',
      'c d',
      '',
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1 }).map((text) => text.replaceAll(/['\0]/g, ''))),
        (words) => {
          expect(splitWords(words.map((word) => `'${word}'`).join(' '))).toEqual(words);
        },
      ),
    );
  });
});
