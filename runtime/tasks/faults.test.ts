import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { checkDefinition } from './check-definition.ts';
import { FaultList, MAX_FAULTS, toFinding, type Fault } from './faults.ts';

const fault = (message: string, code: ErrorCode = 'step_unknown'): Fault => ({
  code,
  path: ['x'],
  message,
  remedy: 'mend it',
});

describe('a list of faults', () => {
  it('words only the first ones, and counts the rest', () => {
    const list = new FaultList();
    let worded = 0;
    for (let index = 0; index < 1_000; index += 1) {
      list.add(() => {
        worded += 1;
        return fault(`fault ${index}`);
      });
    }
    expect(worded).toBe(MAX_FAULTS);
    expect(list.size).toBe(1_000);
    const all = list.toArray();
    expect(all).toHaveLength(MAX_FAULTS + 1);
    expect(all.at(-1)).toMatchObject({
      code: 'step_unknown',
      message: '950 more faults were found that are not listed',
      standsFor: 950,
    });
  });

  it('tells of nothing more where all are listed', () => {
    const list = new FaultList();
    for (let index = 0; index < MAX_FAULTS; index += 1) list.add(() => fault(`fault ${index}`));
    expect(list.toArray()).toHaveLength(MAX_FAULTS);
    list.add(() => fault('one too many'));
    expect(list.toArray().at(-1)?.message).toBe('1 more fault was found that is not listed');
  });

  it('cuts what quotes a whole text', () => {
    const list = new FaultList();
    list.add(() => ({ ...fault('x'.repeat(1_000_000)), remedy: 'y'.repeat(1_000_000) }));
    expect(list.toArray()[0]?.message).toMatch(/^x{497}\.\.\.$/);
    expect(list.toArray()[0]?.remedy).toHaveLength(500);
  });

  it('gives no place to the fault that stands for others', () => {
    const locate = () => ({ line: 3, column: 4 });
    expect(toFinding(fault('a'), locate)).toMatchObject({ line: 3 });
    expect(toFinding({ ...fault('a'), standsFor: 2 }, locate)).not.toHaveProperty('line');
  });
});

const many = <T>(make: (index: number) => T): T[] =>
  Array.from({ length: 20_000 }, (_, index) => make(index));

describe('a definition with faults without number', () => {
  it.each<[string, Record<string, unknown>]>([
    ['unknown fields', Object.fromEntries(many((index) => [`k${index}`, 1]))],
    ['fields of a step', { steps: [{ run: 'x', ...Object.fromEntries(many((index) => [`k${index}`, 1])) }] }],
    ['steps', { steps: many((index) => ({ rum: index })) }],
    ['steps without a kind', { steps: many((index) => [index]) }],
    ['the same id', { steps: many(() => ({ id: 'a', run: 'x' })) }],
    ['triggers', { steps: [{ run: 'x' }], triggers: many(() => ({ cron: '0 0 30 2 *' })) }],
    ['env', { steps: [{ run: 'x' }], env: Object.fromEntries(many((index) => [`k-${index}`, 'x'])) }],
    [
      'params',
      { steps: [{ run: 'x' }], params: Object.fromEntries(many((index) => [`k${index}`, { a: 1 }])) },
    ],
    ['unknown parameters', { steps: [{ argv: many((index) => `\${{ params.p${index} }}`) }] }],
    ['unknown steps', { steps: [{ argv: many((index) => `\${{ steps.p${index}.outputs.x }}`) }] }],
    [
      'later steps',
      { steps: many((index) => ({ id: `s${index}`, argv: [`\${{ steps.s${index + 1}.outputs.x }}`] })) },
    ],
    ['templates in code', { steps: [{ run: '${{ run.id }} '.repeat(20_000) }] }],
    ['broken templates', { steps: [{ argv: many(() => '${{ nothing }}') }] }],
  ])('is told of the first ones: %s', (_, value) => {
    const { definition, faults } = checkDefinition(value, 'task');
    expect(definition).toBeUndefined();
    expect(faults).toHaveLength(MAX_FAULTS + 1);
    expect(faults.at(-1)?.standsFor).toBeGreaterThan(0);
  });
});
