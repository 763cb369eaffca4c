import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { parseOrder, readOrderText } from './read-order.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luka-order-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('readOrderText', () => {
  it('reads a file or standard input', async () => {
    await writeFile(join(folder, 'a.json'), '{"ภาษา": 1}');
    expect(await readOrderText(join(folder, 'a.json'))).toBe('{"ภาษา": 1}');
    const [head, tail] = [Buffer.from('{"ภ').subarray(0, 4), Buffer.from('{"ภ').subarray(4)];
    async function* cut() {
      yield head;
      yield tail;
    }
    expect(await readOrderText('-', cut())).toBe('{"ภ');
  });

  it('refuses what is too large, without reading it all', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 65_536;
        yield Buffer.alloc(65_536);
      }
    }
    await expect(readOrderText('-', endless())).rejects.toMatchObject({ code: 'order_too_large' });
    expect(given).toBeLessThan(2 ** 21);
  });

  it('says which file cannot be read', async () => {
    for (const name of [join(folder, 'none.json'), folder])
      await expect(readOrderText(name)).rejects.toMatchObject({
        code: 'file_unreadable',
        message: expect.stringContaining(name) as string,
      });
  });
});

describe('parseOrder', () => {
  it('takes JSON and YAML', () => {
    expect(parseOrder('{"id": "a", "steps": []}', 'a.json')).toEqual({ id: 'a', steps: [] });
    expect(parseOrder('id: a\nsteps:\n  - run: echo hi\n', 'a.yaml')).toEqual({
      id: 'a',
      steps: [{ run: 'echo hi' }],
    });
  });

  it('says where the fault is', () => {
    expect(() => parseOrder('{"id": "a",\n "steps": [}', 'a.json')).toThrow(
      expect.objectContaining({
        code: 'order_unparsable',
        message: expect.stringMatching(/^a\.json:2:\d+ is not valid/) as string,
        findings: [expect.objectContaining({ line: 2 }) as object],
      }) as Error,
    );
  });

  it.each(['', '[]', '"text"', '12', 'null', '- a\n- b'])('refuses what holds no names: %j', (text) => {
    expect(() => parseOrder(text, '-')).toThrow(expect.objectContaining({ code: 'order_invalid' }) as Error);
  });

  it.each([
    ['JSON', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['JSON objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['broken JSON', `{"a":${'['.repeat(20_000)}`],
  ])('refuses 20,000 levels of %s', (_name, text) => {
    expect(() => parseOrder(text, '-')).toThrow(expect.objectContaining({ code: 'order_too_deep' }) as Error);
  });

  it('refuses a small file that grows large by its aliases', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let index = 1; index < 12; index++)
      lines.push(`a${index}: &a${index} [${Array.from({ length: 10 }, () => `*a${index - 1}`).join(', ')}]`);
    expect(() => parseOrder(lines.join('\n'), '-')).toThrow(
      expect.objectContaining({ code: 'order_unparsable' }) as Error,
    );
  });

  it('gives an object or a coded error for any text', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ' ',
      '\n',
      '"',
      "'",
      'a',
      '1',
      '-',
      '&a',
      '*a',
      '|',
      '>',
      '#',
      ',',
      '!!x',
      '%',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        try {
          return typeof parseOrder(parts.join(''), '-') === 'object';
        } catch (error) {
          return error instanceof LukaError;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
