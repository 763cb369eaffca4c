/** What the tests of plists share: values made at random, and values without their places. */
import fc from 'fast-check';
import type { PlistValue } from './plist-value.ts';

/** A value as JavaScript has it, types kept apart. Keys keep their order; of one that stands twice the last counts. */
export function plain(value: PlistValue): unknown {
  switch (value.kind) {
    case 'string':
    case 'boolean':
    case 'integer':
      return value.value;
    case 'real':
      return { real: value.value };
    case 'date':
      return { date: value.value };
    case 'data':
      return { data: Buffer.from(value.value).toString('latin1') };
    case 'array':
      return value.items.map(plain);
    case 'dict':
      return Object.fromEntries(value.entries.map(({ key, value: of }) => [key, plain(of)]));
  }
}

const texts = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  // Carriage returns are read as line feeds, wherever they stand bare; other controls no XML can hold.
  .map((text) => text.replaceAll(/[^\P{C}\n\t]/gu, ''));
const keys = texts.filter((key) => key !== '__proto__');

export const plistValues: fc.Arbitrary<PlistValue> = fc.letrec<{ value: PlistValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    texts.map((value) => ({ kind: 'string', value }) as const),
    fc
      .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
      .map((value) => ({ kind: 'integer', value }) as const),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value) => ({ kind: 'real', value: value === 0 ? 0 : value }) as const),
    fc.boolean().map((value) => ({ kind: 'boolean', value }) as const),
    fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => ({ kind: 'date', value: `${date.toISOString().slice(0, 19)}Z` }) as const),
    fc.uint8Array({ maxLength: 20 }).map((value) => ({ kind: 'data', value }) as const),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => ({ kind: 'array', items }) as const),
    fc
      .uniqueArray(fc.record({ key: keys, value: tie('value') }), {
        maxLength: 4,
        selector: ({ key }) => key,
      })
      .map((entries) => ({ kind: 'dict', entries }) as const),
  ),
})).value;
