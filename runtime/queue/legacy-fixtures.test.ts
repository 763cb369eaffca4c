import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOrderText } from './work-order.ts';

const folder = join(import.meta.dirname, 'fixtures/legacy');
const expected = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8')) as Record<string, string>;
/** These are refused before anything runs; the others that fail do so in their runs. */
const REFUSED = ['13-unknown-skill.json', '20-steps-broken.json'];

describe('the legacy orders', () => {
  it('are twenty, of both shapes, each with what is to become of it', async () => {
    const files = (await readdir(folder)).filter((name) => name !== 'expected.json').sort();
    expect(files).toHaveLength(20);
    expect(files).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.keys(expected).filter((name) => !REFUSED.includes(name)))(
    '%s is understood',
    async (name) => {
      const order = readOrderText(await readFile(join(folder, name), 'utf8'), name);
      expect(order.extras.shape).toBe(/-steps-/.test(name) ? 'legacy-steps' : 'legacy-skill');
      expect(order.work.kind === 'definition' && order.work.definition.steps.length).toBeGreaterThan(0);
    },
  );

  it.each(REFUSED)('%s is refused', async (name) => {
    const text = await readFile(join(folder, name), 'utf8');
    expect(() => readOrderText(text, name)).toThrow(name);
    expect(expected[name]).toBe('failed');
  });
});
