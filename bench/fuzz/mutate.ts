/** Ways to spoil a text or bytes: the small slips and the large ones. */
import type { Random } from '../chaos/random.ts';

/** Bites where it is taken for something else. */
export const BITES = [
  '',
  ' ',
  '\0',
  '\r\n',
  '\n',
  '\t',
  '\f',
  '\u001b[2J',
  '\u202e',
  '\ufeff',
  '\ud800',
  '\u0130',
  'ß',
  'ภาษา',
  '%',
  '%00',
  '%2e%2e/',
  '%zz',
  '../',
  '..\\',
  '/',
  '//',
  '~',
  '$HOME',
  '$(id)',
  '`id`',
  '${{',
  '${{ params.x }}',
  '${{ run.id }}',
  '}}',
  '"',
  "'",
  '\\',
  '<script>',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'null',
  'true',
  'NaN',
  '-0',
  '0x10',
  '1e999',
  '-1',
  '99999999999999999999',
  '2147483648',
  '[',
  ']',
  '{',
  '}',
  ':',
  ',',
  '#',
  '&a',
  '*a',
  '!!js/function',
  '? ',
  '- ',
  '---',
  '...',
  '|',
  '>-',
  '<<: *a',
  '@',
  '*/5 * * * *',
  '2026-02-30T25:61:00Z',
] as const;

/** @param most at most so many slips */
export function mutateText(random: Random, text: string, most = 4): string {
  let spoiled = text;
  for (let slip = random.below(most + 1); slip > 0; slip -= 1) {
    const at = random.below(spoiled.length + 1);
    const length = 1 + random.below(random.chance(0.2) ? 40 : 3);
    const before = spoiled.slice(0, at);
    const after = spoiled.slice(at + length);
    switch (random.below(6)) {
      case 0:
        spoiled = before + after;
        break;
      case 1:
        spoiled = before + random.pick(BITES) + spoiled.slice(at);
        break;
      case 2:
        spoiled = before + random.pick(BITES) + after;
        break;
      case 3:
        spoiled =
          before +
          spoiled.slice(at, at + length).repeat(1 + random.below(random.chance(0.005) ? 500 : 5)) +
          after;
        break;
      case 4:
        spoiled =
          before +
          String.fromCodePoint(random.chance(0.7) ? random.below(128) : random.below(0xd7ff)) +
          after;
        break;
      default:
        spoiled = before;
    }
  }
  return spoiled;
}

export function mutateBytes(random: Random, bytes: Buffer, most = 4): Buffer {
  const spoiled = Buffer.from(bytes);
  if (spoiled.length === 0) return spoiled;
  for (let slip = random.below(most + 1); slip > 0; slip -= 1)
    spoiled[random.below(spoiled.length)] = random.chance(0.5)
      ? random.below(256)
      : random.pick([0, 9, 10, 13, 32, 34, 58]);
  return random.chance(0.1) ? spoiled.subarray(0, random.below(spoiled.length + 1)) : spoiled;
}
