/** Orders that are small enough to be read, and made to have as many faults as they can hold. */
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { MAX_ORDER_BYTES, MAX_YAML_BYTES } from './order-text.ts';
import { normalizeOrder, readOrderText } from './work-order.ts';

function refusalOf(call: () => unknown): LukaError {
  try {
    call();
  } catch (error) {
    if (error instanceof LukaError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const unknownKeys = (count: number): string =>
  Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',\n');

describe('an order with faults without number', () => {
  it.each([
    ['a definition', '"steps":[{"run":"x"}]'],
    ['a task', '"task":"report"'],
  ])('is told of the first ones: %s', { timeout: 20_000 }, (_, start) => {
    const refusal = refusalOf(() => readOrderText(`{${start},${unknownKeys(20_000)}}`, 'x.json'));
    expect(refusal.code).toBe('order_invalid');
    expect(refusal.message).toContain('has no field "k0" (and 19999 more)');
    expect(refusal.findings).toHaveLength(51);
    expect(refusal.findings.at(-1)?.message).toBe('19950 more faults were found that are not listed');
    expect(JSON.stringify(refusal.findings).length).toBeLessThan(30_000);
  });

  it('is told of the first ones where it came without a text', () => {
    const value = JSON.parse(`{"steps":[{"run":"x"}],${unknownKeys(20_000)}}`) as unknown;
    expect(refusalOf(() => normalizeOrder(value, { name: 'work order' })).findings).toHaveLength(51);
  });

  it('keeps the code of its faults', () => {
    const steps = Array.from({ length: 20_000 }, (_, index) => ({ skill: `fly${index}` }));
    const refusal = refusalOf(() => normalizeOrder({ steps }, { name: 'work order' }));
    expect(refusal.code).toBe('step_unknown');
    expect(refusal.findings).toHaveLength(51);
  });

  it('quotes no name of a megabyte', () => {
    const text = `{"steps":[{"run":"x"}],"${'a'.repeat(1_000_000)}":{"b":1}}`;
    expect(JSON.stringify(refusalOf(() => readOrderText(text, 'x.json')).findings).length).toBeLessThan(
      3_000,
    );
  });
});

describe('the places of faults', () => {
  const order = (filler: number): string =>
    `{\n"description":"${'x'.repeat(filler)}",\n"steps":[{"rum":"x"}]}`;

  it('are known in JSON as large as YAML may be, and left out beyond', () => {
    const small = refusalOf(() => readOrderText(order(5_000), 'x.json'));
    expect(small.findings[0]).toMatchObject({ code: 'step_unknown', line: 3, column: 11 });
    const large = refusalOf(() => readOrderText(order(MAX_YAML_BYTES), 'x.json'));
    const finding = large.findings.find(({ code }) => code === 'step_unknown');
    expect(finding).toMatchObject({ message: expect.stringContaining('steps[0]') as string });
    expect(finding).not.toHaveProperty('line');
  });

  it('of broken JSON are known however large it is', () => {
    const text = `{\n"a":"${'x'.repeat(500_000)}",\n"b": tru }`;
    expect(refusalOf(() => readOrderText(text, 'x.json')).findings).toMatchObject([
      { code: 'order_unparsable', line: 3, column: 6 },
    ]);
  });
});

describe('the size of an order', () => {
  const yaml = (bytes: number): string => {
    const text = 'steps: [{run: x}]\n# ';
    return text + 'x'.repeat(bytes - text.length);
  };

  it('is at most 128 KiB in YAML', () => {
    expect(readOrderText(yaml(MAX_YAML_BYTES), 'x.yaml').orderId).toBe('x');
    expect(refusalOf(() => readOrderText(yaml(MAX_YAML_BYTES + 1), 'x.yaml'))).toMatchObject({
      code: 'order_too_large',
      message: 'x.yaml is larger than 128 KiB, the most that YAML may have',
    });
    // Without an extension too, and counted in bytes.
    expect(refusalOf(() => readOrderText(`# ${'ภ'.repeat(50_000)}`, 'order')).code).toBe('order_too_large');
  });

  it('is at most 1 MiB in JSON', () => {
    const json = (bytes: number): string => {
      const text = '{"steps":[{"run":"x"}]}';
      return text + ' '.repeat(bytes - text.length);
    };
    expect(readOrderText(json(MAX_ORDER_BYTES), 'x.json').orderId).toBe('x');
    expect(refusalOf(() => readOrderText(json(MAX_ORDER_BYTES + 1), 'x.json')).code).toBe('order_too_large');
  });
});
