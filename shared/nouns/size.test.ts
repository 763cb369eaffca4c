import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSize } from './size.ts';

describe('parseSize', () => {
  it.each([
    ['10GB', 10_000_000_000],
    ['500MB', 500_000_000],
    ['1.5TB', 1_500_000_000_000],
    ['20 kB', 20_000],
    ['1KiB', 1_024],
    ['0.5MiB', 524_288],
    ['2GiB', 2_147_483_648],
    ['1TiB', 1_099_511_627_776],
    ['8PB', 8_000_000_000_000_000],
    ['7b', 7],
    [' 0GB ', 0],
  ])('%j is %d bytes', (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each([
    '',
    '10',
    'GB',
    '10G',
    '10Gi',
    '10iB',
    '-1GB',
    '1e3GB',
    '1,5GB',
    '1.GB',
    '10  GB',
    '10GBs',
    '9PiB',
  ])('%j is none', (text) => expect(parseSize(text)).toBeUndefined());

  it('reads what it is told, in any spelling of the unit', () => {
    const units = {
      B: 1,
      KB: 1e3,
      MB: 1e6,
      GB: 1e9,
      KiB: 1_024,
      MiB: 1_048_576,
      GiB: 1_073_741_824,
    } as const;
    const unit = fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[]));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000 }), unit, fc.boolean(), (n, name, lower) => {
        expect(parseSize(`${n}${lower ? name.toLowerCase() : name}`)).toBe(n * units[name]);
      }),
    );
  });

  it('never throws nor answers with a part of a byte, whatever the text', () => {
    const near = fc.stringMatching(/^[0-9. ]{0,40}[kKmMgGtTpPiIbB]{0,4}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const bytes = parseSize(text);
        expect(bytes === undefined || (Number.isSafeInteger(bytes) && bytes >= 0)).toBe(true);
      }),
    );
  });
});
