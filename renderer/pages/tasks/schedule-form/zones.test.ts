import { expect, it } from 'vitest';
import { searchOptions } from '../../../ui/options.ts';
import { zoneOptions } from './zones.ts';

const NOW = Date.parse('2027-01-01T00:00:00Z');
const found = (typed: string) => searchOptions(zoneOptions(NOW), typed);

it.each(['Asia/Bangkok', 'Asia/Kathmandu', 'Europe/Kyiv', 'Australia/Lord_Howe', 'UTC'])(
  'knows %s',
  (name) => {
    expect(found(name).map(({ value }) => value)).toContain(name);
  },
);
it('names each once, with what its clocks are ahead of UTC', () => {
  const names = zoneOptions(NOW).map(({ value }) => value);
  expect(new Set(names).size).toBe(names.length);
  expect(found('kathmandu')[0]?.detail?.()).toBe('+05:45');
});
