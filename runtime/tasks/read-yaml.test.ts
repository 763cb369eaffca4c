import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseTask, MAX_TASK_BYTES } from './parse-task.ts';
import { readYaml } from './read-yaml.ts';

/** As much of what `part` gives as a task file may hold. */
function filled(head: string, part: (index: number) => string, tail = ''): string {
  const parts = [head];
  let length = head.length + tail.length;
  for (let index = 0; ; index += 1) {
    const next = part(index);
    length += next.length;
    if (length > MAX_TASK_BYTES) return parts.join('') + tail;
    parts.push(next);
  }
}

describe('a reading', () => {
  it('is what the text says', () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(json, (value) => {
        const reading = readYaml(stringify(value));
        expect(reading.faults).toEqual([]);
        expect(reading.value).toEqual(parse(stringify(value)));
      }),
    );
  });

  it('follows aliases to the last value of their name', () => {
    const { value, faults, locate } = readYaml('a: &x 1\nb: *x\nc: &x {d: 2}\ne: *x\n');
    expect(faults).toEqual([]);
    expect(value).toEqual({ a: 1, b: 1, c: { d: 2 }, e: { d: 2 } });
    expect(locate(['e', 'd'])).toEqual({ line: 3, column: 11 });
  });

  it.each([
    ['a: *x\n', 1, 4, 'refers to nothing above'],
    ['a: &x [*x]\n', 1, 8, 'what it stands in'],
    ['a: 1\n"a": 2\n', 2, 1, 'second time'],
    ['a: [b, {c: 1, c: 2}]\n', 1, 15, 'second time'],
    ['? [a]\n: {b: , b: }\n', 2, 9, 'second time'],
    ['a: !!!x b\n', 1, 4, 'tag'],
    ['- !a [!b c]\n', 1, 3, 'tag'],
  ])('of %j is refused with the place', (text, line, column, message) => {
    const [fault] = readYaml(text).faults;
    expect(fault?.message).toContain(message);
    const before = text.slice(0, fault?.offset);
    expect([before.split('\n').length, before.length - before.lastIndexOf('\n')]).toEqual([line, column]);
  });
});

describe('a text as large as may be', () => {
  // Each took 4 to 80 seconds where every part was compared with every other.
  it.each([
    ['keys', filled('', (index) => `k${index}:\n`), 0],
    ['keys in one line', filled('{', (index) => `k${index},`, '}'), 0],
    ['keys of JSON', filled('{', (index) => `"k${index}":1,`, '"x":1}'), 0],
    ['keys that stand twice', filled('', () => 'a:\n'), 10],
    ['aliases', filled('x: &a 1\ny: [', () => '*a ,', ']'), 1],
    ['anchors', filled('', (index) => `- &a${index} 1\n- *a${index}\n`), 1],
    ['tags', filled('', () => '- !a 1\n'), 10],
    ['a long tag', filled('# ', () => '!', '\n- !a 1\n'), 1],
    ['closing brackets', filled('- ', () => ']'), 10],
  ])('is read in one go: %s', { timeout: 20_000 }, (_, text, faults) => {
    const reading = readYaml(text);
    expect(reading.faults).toHaveLength(faults);
  });

  it('has its places looked up, not searched', { timeout: 20_000 }, () => {
    const text = filled('', (index) => `k${index}:\n`);
    const { locate } = readYaml(text);
    const lines = text.split('\n').length - 1;
    for (let index = 0; index < lines; index += 1) {
      expect(locate([`k${index}`], { at: 'key' })?.line).toBe(index + 1);
    }
  });

  it('has 50 findings by place, and one that tells of the rest', () => {
    const { findings } = parseTask(
      filled('', (index) => `k${index}:\n`, 'steps: [{run: x}]\n'),
      'x.yaml',
    );
    expect(findings).toHaveLength(51);
    expect(findings.slice(0, -1).map(({ line }) => line)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    expect(findings.at(-1)?.message).toMatch(/^\d{5} more faults/);
    expect(findings.at(-1)?.line).toBeUndefined();
  });
});

it('a fault quotes only the beginning of what is wrong', () => {
  const { faults } = readYaml(`a: [b] ]${'c'.repeat(5_000)}`);
  expect(faults.length).toBeGreaterThan(0);
  for (const { message } of faults) expect(message.length).toBeLessThanOrEqual(300);
});
