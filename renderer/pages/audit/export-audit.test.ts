import { describe, expect, it } from 'vitest';
import type { AuditRow } from '#shared/nouns/audit.ts';
import { exportLines } from './export-audit.ts';

const row = (seq: number): AuditRow => ({
  seq,
  at: '2027-03-10T12:00:00Z',
  actor: { name: 'person', role: 'person' },
  action: 'freeze.on',
  subject: 'policy',
  reason: 'line\nbreak',
  hash: 'a'.repeat(64),
});

describe('the export', () => {
  it('has every row once, oldest first, one a line', async () => {
    const told: number[] = [];
    const parts = await exportLines(
      async (after) => {
        const rows = [1, 2, 3, 4, 5].filter((seq) => seq > after).slice(0, 2);
        const last = rows.at(-1)!;
        return { rows: rows.map(row), ...(last < 5 ? { next: last } : {}) };
      },
      (rows) => told.push(rows),
    );
    const lines = parts.join('').split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => (JSON.parse(line) as AuditRow).seq)).toEqual([1, 2, 3, 4, 5]);
    expect(told).toEqual([2, 4, 5]);
  });

  it('is empty where there is nothing, and ends where it does not go forward', async () => {
    expect(
      (
        await exportLines(
          async () => ({ rows: [] }),
          () => undefined,
        )
      ).join(''),
    ).toBe('');
    await expect(
      exportLines(
        async () => ({ rows: [], next: 0 }),
        () => undefined,
      ),
    ).rejects.toThrow('go on');
  });
});
