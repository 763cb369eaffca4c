import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { CHECK_KINDS } from '#shared/nouns/check.ts';
import { checkDefinition } from './check-definition.ts';
import { parseTask } from './parse-task.ts';

/** What is said of one check of a task: `line:column message; remedy` of each finding. */
function said(check: string): string[] {
  const { findings, definition } = parseTask(`checks:\n  - ${check}\nsteps: [{run: x}]\n`, 'x.yaml');
  expect(definition === undefined).toBe(findings.length > 0);
  return findings.map(({ code, line, column, message, remedy }) => {
    expect(code).toBe('task_invalid');
    return `${line}:${column} ${message}; ${remedy}`;
  });
}

describe('a check', () => {
  it.each([
    'exitCode: 0',
    'exitCode: [0, 3]',
    'output: { matches: "^done {2}$", stream: out }',
    'output: { lacks: ERROR }',
    'file: { path: ~/out/**/*.md, newer: true, minSize: 1KB, maxSize: 1MB }',
    'file: { path: out.json, schema: { type: object, required: [id] } }',
    'file: { path: lock, exists: false }',
    'file: { path: out.csv, lines: { min: 2 } }',
    '{ run: "test \\"$LUKA_PARAM_X\\" = 1", timeout: 5s, name: right }',
    'argv: [test, -s, out.txt]',
    '{ http: { url: "http://127.0.0.1:8080/", expect: [200, 204] }, level: warning }',
    'duration: { under: 5m }',
    'knowledge: { contains: ภาษา }',
    'sentence: the figures are plausible',
  ])('may be %s', (check) => expect(said(check)).toEqual([]));

  it.each([
    ['done', '2:5 a check is a mapping, not "done"; write "sentence:" before it for words'],
    ['5', '2:5 a check is a mapping, not the number 5; write "- exitCode: 0"'],
    ['{}', '2:5 the check is empty; write one of exitCode, output'],
    ['{ name: x }', '2:5 the check does not say what to look at; write one of exitCode, output'],
    ['exit_code: 0', '2:5 "exit_code" is no kind of check; write "- exitCode: 0"; or write one of exitCode'],
    ['fiel: { path: x }', '2:5 "fiel" is no kind of check; did you mean "file"? write one of'],
    [
      'exists: a.txt',
      '2:5 "exists" is no kind of check; write "- file: { path: ~/out/report.md, newer: true }"',
    ],
    ['{ exitCode: 0, run: x }', '2:20 one check cannot be both exitCode and run; make two checks of it'],
    ['exitCode: 256', '2:15 checks[0].exitCode must be at most 255'],
    ['exitCode: bad', '2:15 checks[0].exitCode should be a number or a list, but is "bad"'],
    [
      'file: out.txt',
      '2:11 checks[0].file should be a mapping, but is "out.txt"; write for example "- file: { path',
    ],
    [
      'file: { glob: "*" }',
      '2:13 checks[0].file has no field "glob"; call it "path": it may hold *, ? and **',
    ],
    ['file: { newer: true }', '2:11 checks[0].file lacks "path"; add path: a text'],
    ['file: { path: x, newr: true }', '2:22 checks[0].file has no field "newr"; did you mean "newer"?'],
    [
      'file: { path: x, minSize: big }',
      '2:31 checks[0].file.minSize: "big" is not a size; write a number with a unit',
    ],
    [
      'file: { path: x, minSize: 2KB, maxSize: 1KB }',
      '2:45 the most is less than the least; make it the larger one',
    ],
    ['file: { path: x, lines: { min: 2, max: 1 } }', '2:44 the most is less than the least'],
    ['file: { path: x, lines: {} }', '2:29 it does not say how many; add "min" or "max"'],
    ['file: { path: x, exists: false, minSize: 1KB }', '2:37 a file that must not be there has no "minSize"'],
    [
      'file: { path: "{{ params.x }}/y" }',
      '2:20 "{{ params.x }}" would not be filled in: checks have no templates',
    ],
    ['argv: [test, "{{x}}"]', '2:19 "{{x}}" would not be filled in'],
    ['output: {}', '2:13 it does not say what the output should be like; add "matches" or "lacks"'],
    ['output: { matches: "(" }', '2:24 "(" is not a regular expression: unterminated group; mend it'],
    ['output: { contains: x }', '2:15 checks[0].output has no field "contains"; call it "matches"'],
    ['http: { url: "ftp://x/" }', '2:18 "ftp://x/" is no http address; write for example'],
    [
      'http: { url: "http://x/", method: POST }',
      '2:31 checks[0].http has no field "method"; a check only asks with GET',
    ],
    ['duration: { under: 0s }', '2:24 nothing takes less than no time'],
    [
      'duration: 5m',
      '2:15 checks[0].duration should be a mapping, but is "5m"; write for example "- duration: { under',
    ],
    ['{ exitCode: 0, level: fatal }', '2:27 checks[0].level should be one of error, warning, but is "fatal"'],
    [
      '{ exitCode: 0, severity: low }',
      '2:20 an exitCode check has no field "severity"; call it "level": error or warning',
    ],
  ])('cannot be %s', (check, message) => {
    const [first, ...more] = said(check);
    expect(first).toContain(message);
    expect(more).toEqual([]);
  });

  it('of an order is read in the same way, with durations and sizes as numbers', () => {
    const order = {
      checks: [{ duration: { under: '5m' } }, { file: { path: 'x', minSize: '1KB' } }],
      steps: [{ run: 'x' }],
    };
    expect(checkDefinition(order, 'order').definition?.checks).toEqual([
      { duration: { under: 300_000 } },
      { file: { path: 'x', minSize: 1_000 } },
    ]);
    const { faults } = checkDefinition({ ...order, checks: [{ exit: 0 }] }, 'order');
    expect(faults).toMatchObject([{ code: 'order_invalid', path: ['checks', 0, 'exit'], at: 'key' }]);
  });

  it('is one of at most 50, of which no more is said than helps', () => {
    const of = (count: number) => Array.from({ length: count }, () => ({ exitCode: 0 }));
    const steps = [{ run: 'x' }];
    expect(checkDefinition({ checks: of(50), steps }, 'task').faults).toEqual([]);
    expect(checkDefinition({ checks: of(51), steps }, 'task').faults).toMatchObject([
      { path: ['checks', 50], message: 'there are at most 50 checks, but here are 51' },
    ]);
    expect(checkDefinition({ checks: { exitCode: 0 }, steps }, 'task').faults).toMatchObject([
      { path: ['checks'], message: 'checks should be a list, but is a mapping' },
    ]);
  });

  it('has a place for every fault, and nothing is thrown, whatever stands there', () => {
    const anything = fc.anything({ maxDepth: 3, withBigInt: false });
    const check = fc.oneof(
      anything,
      fc.dictionary(fc.constantFrom(...CHECK_KINDS, 'name', 'level', 'timeout', 'x'), anything, {
        maxKeys: 3,
      }),
    );
    fc.assert(
      fc.property(fc.array(check, { maxLength: 4 }), (checks) => {
        const text = stringify(JSON.parse(JSON.stringify({ checks, steps: [{ run: 'x' }] })));
        const { definition, findings } = parseTask(text, 'x.yaml');
        expect(definition === undefined).toBe(findings.length > 0);
        for (const finding of findings) expect(finding.line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
