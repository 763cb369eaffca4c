import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkSections, type Section } from '../chunks/chunk-sections.ts';
import { MOST_UNITS } from '../chunks/chunk.ts';
import { PieceDecoder } from './decode-pieces.ts';
import { decodeText } from './decode.ts';
import { NotRead } from './document.ts';
import { PartMaker, type ReadPart } from './part-maker.ts';
import { JsonLinesParts, JsonParts, type PartReader } from './read-json-parts.ts';
import { readJson } from './read-json.ts';
import { LONGEST_LINE, readJsonl } from './read-jsonl.ts';

function partsOf(reader: PartReader, pieces: readonly string[]): ReadPart[] {
  return [...pieces.flatMap((piece) => [...reader.add(piece)]), ...reader.end()];
}

/** Cuts a text at some places. */
function cut(text: string, places: readonly number[]): string[] {
  const at = places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b);
  return [0, ...at].map((from, n) => text.slice(from, at[n] ?? text.length));
}

function startsOf(parts: readonly ReadPart[]): number[] {
  let before = 0;
  return parts.flatMap(({ text, sections }) => {
    const here = sections.map(({ start }: Section) => before + start);
    before += text.length;
    return here;
  });
}

const values = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
  fc
    .array(fc.record({ title: fc.string({ unit: 'binary' }), n: fc.integer() }), { maxLength: 8 })
    .map((records) => JSON.stringify({ records }, undefined, 1)),
  fc.string(),
  fc.constant('[{"a": "\\u0e2a\\\\\\" ]}", "b": [{"c": {}}]},\n{"d": 1}]'),
);
const places = fc.array(fc.nat(), { maxLength: 6 });

describe('JSON in parts', () => {
  it('is the same text as JSON that is read whole, however it comes', () => {
    fc.assert(
      fc.property(values, places, fc.integer({ min: 4, max: 400 }), (text, at, most) => {
        const parts = partsOf(new JsonParts(new PartMaker(most)), cut(text, at));
        expect(parts.map((part) => part.text).join('')).toBe(readJson(text).text);
      }),
    );
  });

  it('has its records where they are, however it comes', () => {
    const record = `{"title": "${'long '.repeat(400)}", "more": [{"n": "]}"}]}`;
    const text = `{"lessons": [\n${Array.from({ length: 30 }, () => record).join(',\n')}\n]}`;
    const whole = readJson(text).sections.map(({ start }) => start);
    fc.assert(
      fc.property(places, fc.integer({ min: 5_000, max: 50_000 }), (at, most) => {
        expect(startsOf(partsOf(new JsonParts(new PartMaker(most)), cut(text, at)))).toEqual(whole);
      }),
    );
  });

  it('that is one value without an end takes no more than a few parts', () => {
    const parts = partsOf(
      new JsonParts(new PartMaker(1_000)),
      Array.from({ length: 100 }, () => '['.repeat(100)),
    );
    expect(parts.map(({ text }) => text.length)).toEqual(Array.from({ length: 10 }, () => 1_000));
  });
});

describe('JSON lines in parts', () => {
  const lines = fc
    .array(fc.oneof(values, fc.constantFrom('', '{torn', '{"lesson": "line\\nend"}', '  ')), {
      maxLength: 12,
    })
    .map((all) => all.join('\n'));

  it('are the same text as those that are read whole, however they come', () => {
    fc.assert(
      fc.property(lines, places, fc.integer({ min: 4, max: 400 }), (text, at, most) => {
        const parts = partsOf(new JsonLinesParts(new PartMaker(most)), cut(text, at));
        expect(parts.map((part) => part.text).join('')).toBe(readJsonl(text).text);
      }),
    );
  });

  it('have parts that begin with a record, and chunks that are as large as others', () => {
    const text = Array.from({ length: 2_000 }, (_, n) =>
      JSON.stringify({ n, text: 'word '.repeat(n % 500) }),
    );
    const parts = partsOf(
      new JsonLinesParts(new PartMaker(20_000)),
      cut(text.join('\n'), [777, 5_000, 99_999]),
    );
    expect(parts.length).toBeGreaterThan(50);
    const chunks = parts.flatMap((part) => {
      expect(part.text).toMatch(/^n: /);
      return chunkSections(part.text, part.sections).map(({ start, end }) => part.text.slice(start, end));
    });
    expect(chunks.join('')).toBe(readJsonl(text.join('\n')).text);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(MOST_UNITS);
  });

  it('that are longer than is looked into are left as they are, and the next one is read', () => {
    const long = JSON.stringify({ text: 'x'.repeat(LONGEST_LINE + 10) });
    const text = `{"a":1}\n${long}\n{"b":2}`;
    const parts = partsOf(new JsonLinesParts(), cut(text, [50, 100_000, 200_000, 270_000]));
    expect(parts.map((part) => part.text).join('')).toBe(`a: 1\n${long}\nb: 2`);
    expect(parts.map((part) => part.text).join('')).toBe(readJsonl(text).text);
  });
});

describe('bytes in pieces', () => {
  const decodePieces = (bytes: Uint8Array, at: readonly number[]): string => {
    const decoder = new PieceDecoder();
    const ends = [...at.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
    let from = Math.min(8_000, bytes.length);
    let text = decoder.decode(bytes.subarray(0, from));
    for (const end of ends.filter((each) => each > from)) {
      text += decoder.decode(bytes.subarray(from, end));
      from = end;
    }
    return text + decoder.end();
  };

  it.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('are the same text as those of a whole file: %s', (_, bytesOf) => {
    const text = 'ภาษาไทย and 😀 '.repeat(900);
    fc.assert(
      fc.property(places, (at) => {
        expect(decodePieces(bytesOf(text), at)).toBe(decodeText(bytesOf(text)));
        expect(decodePieces(bytesOf(text), at)).toBe(text);
      }),
    );
  });

  it.each([
    ['has bytes that no text has', 'binary', Buffer.from('{"a": "\u0000"}')],
    ['is not valid', 'not-text', Buffer.concat([Buffer.alloc(9_000, 0x61), Buffer.from([0xfc, 0x20])])],
    ['ends within a character', 'not-text', Buffer.from('ก').subarray(0, 2)],
  ])('of a file that %s are refused', (_, reason, bytes) => {
    expect(() => decodePieces(bytes, [8_500])).toThrow(NotRead);
    expect(() => decodePieces(bytes, [])).toThrow(expect.objectContaining({ reason }));
    expect(() => decodeText(bytes)).toThrow(expect.objectContaining({ reason }));
  });
});
