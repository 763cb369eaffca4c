import { expect, it } from 'vitest';
import { heatRows, heatTotal } from './heat-grid.ts';

const ROWS = heatRows(
  ['2027-03-09', '2027-03-10'],
  [
    { day: '2027-03-09', hour: 9, counts: { ran: 3, skipped: 1 }, failed: 1 },
    { day: '2027-03-10', hour: 0, counts: { missed: 2 }, failed: 0 },
    { day: '2027-01-01', hour: 0, counts: { missed: 9 }, failed: 0 },
  ],
);

it('has every hour of every day, empty where nothing was due', () => {
  expect(ROWS.map(({ day, hours }) => [day, hours.length])).toEqual([
    ['2027-03-09', 24],
    ['2027-03-10', 24],
  ]);
  expect(ROWS[0]?.hours[9]).toEqual({ ran: 2, failed: 1, skipped: 1 });
  expect(ROWS[0]?.hours[10]).toEqual({});
  expect(heatTotal(ROWS)).toEqual({ ran: 2, failed: 1, skipped: 1, missed: 2 });
});
