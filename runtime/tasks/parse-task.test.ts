import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Finding } from '#shared/nouns/finding.ts';
import { TaskDefinition } from '#shared/nouns/task.ts';
import { parseTask } from './parse-task.ts';

const findingsOf = (text: string): readonly Finding[] => parseTask(text, 'tasks/x.yaml').findings;

/** `line:column code` of each finding, in order. */
const places = (text: string): string[] =>
  findingsOf(text).map(({ line, column, code }) => `${line}:${column} ${code}`);

/** The only finding of a text. */
function only(text: string): Finding {
  const [finding, ...more] = findingsOf(text);
  expect(more).toEqual([]);
  if (!finding) throw new Error('there is no finding');
  return finding;
}

describe('a valid task', () => {
  it('is read with everything it can say', () => {
    const { definition, findings } = parseTask(
      `title: Report
description: Everything at once.
enabled: false
priority: high
tags: [a, b]
owner: ผู้ดูแล 1
phase: build
params:
  who: { type: string, default: world, pattern: '^\\w+$' }
  n: { type: integer, min: 1, max: 9, required: true }
env: { WHO: '\${{ params.who }}' }
cwd: '\${{ run.home }}'
timeout: 1h
concurrency: 2
grace: 3s
idempotent: true
risk: low
triggers:
  - cron: 0 9 * * MON-FRI
    tz: Asia/Bangkok
  - every: 90s
  - at: '2030-01-01T09:00:00+07:00'
  - startup: { delay: 5s }
steps:
  - id: first
    run: echo "n=$PARAM_N" >> "$LUKA_OUTPUT"
  - argv: [echo, '\${{ steps.first.outputs.n }}']
    timeout: 10
    optional: true
  - module: report.mjs
    function: main
    with: { list: [1, '\${{ run.id }}'] }
  - node: { code: 'console.log(\`\${{a: 1}.a}\`)', args: ['\${{ params.who }}'] }
  - git: { action: status, args: [-sb] }
  - http: { url: 'http://x/\${{ params.n }}', expect: [200, 204] }
`,
      'x.yaml',
    );
    expect(findings).toEqual([]);
    expect(definition).toMatchObject({
      timeout: 3_600_000,
      grace: 3_000,
      triggers: [
        { cron: '0 9 * * MON-FRI', tz: 'Asia/Bangkok' },
        { every: 90_000 },
        { at: '2030-01-01T09:00:00+07:00' },
        { startup: { delay: 5_000 } },
      ],
      steps: [{ id: 'first' }, { timeout: 10_000 }, { function: 'main' }, {}, {}, {}],
    });
  });

  it('may use anchors, a byte order mark and Windows line ends', () => {
    expect(findingsOf('\uFEFFenv: &e { A: b }\r\nsteps:\r\n  - run: x\r\n    env: *e\r\n')).toEqual([]);
  });
});

describe('the place of a fault', () => {
  it('is that of the key or value itself', () => {
    expect(
      places(`titel: x
priority: hgh
env: { 1a: x, B: 3 }
params:
  Bad: { type: string }
  m: { type: integr }
  e: { default: x }
steps:
  - run: 5
    foo: 1
  - http: { url: 3,
            expect: '200', methd: GET }
    timeout: soon
`),
    ).toEqual([
      '1:1 task_invalid',
      '2:11 task_invalid',
      '3:8 task_invalid',
      '3:18 task_invalid',
      '5:3 task_invalid',
      '6:14 task_invalid',
      '7:6 task_invalid',
      '9:10 task_invalid',
      '10:5 task_invalid',
      '11:18 task_invalid',
      '12:21 task_invalid',
      '12:28 task_invalid',
      '13:14 task_invalid',
    ]);
  });

  it('is the mapping where a key is missing', () => {
    expect(only('title: x\n')).toMatchObject({ line: 1, column: 1, message: 'a task needs steps' });
    expect(only('steps:\n  - git: { args: [x] }\n')).toMatchObject({
      line: 2,
      column: 10,
      message: 'steps[0].git lacks "action"',
    });
  });

  it('is found through an alias', () => {
    expect(places('env: &e\n  A: 1\nsteps:\n  - run: x\n    env: *e\n')).toEqual([
      '2:6 task_invalid',
      '2:6 task_invalid',
    ]);
  });
});

describe('what a finding says', () => {
  it.each([
    ['titel: x\nsteps: [{run: x}]', 'did you mean "title"?'],
    ['schedule: x\nsteps: [{run: x}]', 'triggers'],
    ['priority: urgnt\nsteps: [{run: x}]', 'did you mean "urgent"?'],
    ['steps: [{run: x, tiemout: 3}]', 'did you mean "timeout"?'],
    ['steps: [{run: 5}]', 'quotes'],
    ['steps: [{cmd: x}]', 'did you mean "run"?'],
    ['steps: [{htpp: x}]', 'did you mean "http"?'],
    ['steps: [x]', 'write "run:" before it'],
    ['steps: [{run: x}]\ntriggers: [{schedule: x}]', 'did you mean "cron"?'],
    ['steps: [{run: x}]\ntriggers: [{startup: }]', '{}'],
    ['tags: x\nsteps: [{run: x}]', 'as a list'],
    ['assignee: CLS\nsteps: [{run: x}]', 'owner'],
    ['milestone: build\nsteps: [{run: x}]', 'phase'],
  ])('%j mends with %j', (text, remedy) => {
    expect(only(text).remedy).toContain(remedy);
  });
});

describe('steps and triggers', () => {
  it.each([
    ['steps: [{}]', 'step_unknown'],
    ['steps: [{run: x, argv: [y]}]', 'step_unknown'],
    ['steps: [{module: ../x.mjs}]', 'task_invalid'],
    ['steps: [{module: /x.mjs}]', 'task_invalid'],
    ['steps: [{id: a, run: x}, {id: a, run: y}]', 'task_invalid'],
    ['steps: {run: x}', 'task_invalid'],
    ['steps: []', 'task_invalid'],
    ['steps: [{run: x}]\ntriggers: daily', 'trigger_invalid'],
    ['steps: [{run: x}]\ntriggers: [{cron: 61 * * * *}]', 'trigger_invalid'],
    ['steps: [{run: x}]\ntriggers: [{cron: 0 0 31 2 *}]', 'trigger_invalid'],
    ["steps: [{run: x}]\ntriggers: [{cron: '2030-01-01'}]", 'trigger_invalid'],
    ["steps: [{run: x}]\ntriggers: [{cron: '* * * * *', tz: Mars/X}]", 'trigger_invalid'],
    ['steps: [{run: x}]\ntriggers: [{every: 999ms}]', 'trigger_invalid'],
    ['steps: [{run: x}]\ntriggers: [{every: 1h, cron: 0 9 * * *}]', 'trigger_invalid'],
    ['steps: [{run: x}]\ntriggers: [{at: tomorrow}]', 'trigger_invalid'],
    ['params: {a: {type: integer, min: 3, max: 1}}\nsteps: [{run: x}]', 'task_invalid'],
    ['params: {a: {type: integer, min: 3, default: 1}}\nsteps: [{run: x}]', 'task_invalid'],
    ["params: {a: {type: string, pattern: '('}}\nsteps: [{run: x}]", 'task_invalid'],
  ])('%j is %s', (text, code) => {
    const { definition, findings } = parseTask(text, 'x.yaml');
    expect(definition).toBeUndefined();
    expect(findings.map((finding) => finding.code)).toEqual([code]);
  });

  it('give every trigger kind a message of its own', () => {
    expect(only('steps: [{run: x}]\ntriggers: [{every: 1h, tz: UTC}]').message).toBe(
      'a trigger with "every" has no field "tz"',
    );
  });
});

describe('references', () => {
  it('to nothing are named, with the place inside the text', () => {
    expect(
      places(`params: { who: { type: string } }
cwd: '\${{ steps.a.outputs.x }}'
steps:
  - id: a
    argv: [echo, 'x \${{ params.wo }}', '\${{ steps.z.outputs.k }}', '\${{ env.X }}']
  - http:
      url: http://x
      body: |
        one
        \${{ steps.b.outputs.x }}
  - id: b
    run: x
`),
    ).toEqual([
      '2:7 step_reference_unknown',
      '5:21 step_reference_unknown',
      '5:41 step_reference_unknown',
      '5:69 step_reference_unknown',
      '10:9 step_reference_unknown',
    ]);
  });

  it('that go round are a cycle; to a later step they are only too early', () => {
    expect(places("steps:\n  - id: a\n    argv: [x, '${{ steps.a.outputs.x }}']\n")).toEqual([
      '3:16 step_cycle',
    ]);
    expect(
      places(`steps:
  - { id: a, argv: [x, '\${{ steps.b.outputs.x }}'] }
  - { id: b, env: { C: '\${{ steps.c.outputs.x }}' }, run: x }
  - { id: c, argv: [x, '\${{ steps.a.outputs.x }}'] }
`),
    ).toEqual(['2:25 step_cycle', '3:25 step_cycle']);
    expect(only("steps: [{argv: [x, '${{ steps.b.outputs.x }}']}, {id: b, run: x}]")).toMatchObject({
      code: 'step_reference_unknown',
      message: 'the step "b" comes later, so its outputs do not exist yet',
    });
  });

  it.each([
    ["run: 'echo ${{ params.who }}'", '$PARAM_WHO'],
    ["run: 'echo ${{ steps.a-b.outputs.k-1 }}'", '$OUT_A_B_K_1'],
    ["argv: [bash, -c, 'echo ${{ params.who }}']", '$PARAM_WHO'],
    ["argv: [sudo, /bin/zsh, -lc, 'echo ${{ params.who }}']", '$PARAM_WHO'],
    ["argv: [python3, -c, 'print(${{ params.who }})']", '$PARAM_WHO'],
  ])('are never pasted into code: %s', (step, variable) => {
    const finding = only(`params: { who: { type: string } }\nsteps:\n  - ${step}\n`);
    expect(finding.code).toBe('template_in_shell');
    expect(finding.remedy).toContain(variable);
  });

  it('may be arguments of the code', () => {
    const text = `params: { who: { type: string } }\nsteps:\n  - argv: [bash, -c, 'echo "$1"', sh, '\${{ params.who }}']\n`;
    expect(findingsOf(text)).toEqual([]);
  });
});

describe('hostile files', () => {
  it.each([
    ['flow', '['.repeat(20_000)],
    ['block lists', '- '.repeat(20_000)],
    ['explicit keys', '? '.repeat(20_000)],
    ['mappings', '{a: '.repeat(20_000)],
    ['indentation', Array.from({ length: 450 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')],
  ])('nested by %s are refused without exhausting the stack', (_, text) => {
    expect(only(text)).toMatchObject({
      code: 'task_unparsable',
      message: expect.stringContaining('100 levels') as string,
    });
  });

  it.each([
    ['a: 1\na: 2\nsteps: [{run: x}]', '2:1 task_invalid'],
    ['steps: [{run: !!js/function x}]', '1:15 task_invalid'],
    ['env: !mine {}\nsteps: [{run: x}]', '1:6 task_invalid'],
    ['steps: &a\n  - *a\n', '2:5 task_invalid'],
    ['steps: [{run: x}]\n---\nsteps: [{run: x}]', '2:1 task_unparsable'],
    ['steps:\n - run: a: b\n', '2:9 task_unparsable'],
    ['steps:\n\t- run: x', '2:1 task_unparsable'],
    ['', '1:1 task_invalid'],
    ['just words', '1:1 task_invalid'],
  ])('%j has a finding at %s', (text, place) => {
    expect(places(text)[0]).toBe(place);
  });

  it('cannot blow up through aliases', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [name, from] of ['ba', 'cb', 'dc', 'ed'].map((pair) => pair.split(''))) {
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${from}`).join(',')}]`);
    }
    expect(only(`${bomb.join('\n')}\nsteps: *e\n`).message).toContain('alias');
  });

  it('are refused by size, in bytes', () => {
    expect(only(`# ${'ภ'.repeat(400_000)}\nsteps: [{run: x}]`).code).toBe('task_too_large');
  });

  it('cannot reach prototypes', () => {
    expect(places('__proto__: {title: x}\nsteps: [{run: x}]')).toEqual(['1:1 task_invalid']);
  });

  it('always get findings or a definition that the contract accepts', () => {
    const key = fc.constantFrom(
      'title',
      'steps',
      'run',
      'argv',
      'triggers',
      'cron',
      'every',
      'params',
      'type',
      'env',
      'x',
      '1',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('echo', '* * * * *', '1h', 'string', '', '${{ params.x }}', '${{', 3, true, null),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(key, tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (input) => {
        const { definition, findings } = parseTask(stringify(input), 'x.yaml');
        if (definition) expect(TaskDefinition.safeParse(definition).success).toBe(true);
        else expect(findings.length).toBeGreaterThan(0);
        for (const { line, column } of findings)
          expect([line, column].every((at) => (at ?? 0) > 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseTask(text, 'x.yaml').findings.length).toBeGreaterThan(0);
      }),
    );
  });
});
