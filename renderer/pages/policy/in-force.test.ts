import { describe, expect, it } from 'vitest';
import { bytesWords, inForce } from './in-force.ts';

const row = (values: Record<string, unknown>, name: string) => {
  const { perAsker, all } = inForce(values);
  return [...perAsker, ...all].find((each) => each.name === name)?.values;
};

describe('what is in force', () => {
  it('says scores for each asker', () => {
    const values = {
      ask: { person: 70, schedule: 0, agent: 40 },
      deny: { person: 101, schedule: 101, agent: 90 },
    };
    expect(row(values, 'Asked about from')).toEqual({ person: '70', schedule: 'Always', agent: '40' });
    expect(row(values, 'Denied from')).toEqual({
      person: 'Never for the score',
      schedule: 'Never for the score',
      agent: '90',
    });
  });

  it('says hours, confinement and limits', () => {
    const values = {
      hours: { agent: [{ from: '08:00', to: '22:00', days: ['mon', 'tue'], tz: 'Asia/Bangkok' }] },
      confinement: { person: 'off', schedule: 'off', agent: 'paths+no-network' },
      limits: { agent: { output: 256_000_000, processes: 512, memory: 8_000_000_000, time: 3_600_000 } },
    };
    expect(row(values, 'Unasked at')).toEqual({
      person: 'Any time',
      schedule: 'Any time',
      agent: 'Mon Tue 08:00–22:00 Asia/Bangkok',
    });
    expect(row(values, 'Confined')).toMatchObject({
      person: 'Not confined',
      agent: 'Confined to paths, no network',
    });
    expect(row(values, 'Limits')).toEqual({
      person: 'None',
      schedule: 'None',
      agent: '1h of time, 8 GB of memory, 512 processes, 256 MB of log',
    });
  });

  it('says what holds for all', () => {
    const values = {
      roots: ['/Volumes/hd2'],
      network: false,
      commands: { never: ['sudo'] },
      expire: 604_800_000,
    };
    expect(row(values, 'May write to')).toEqual(['/Volumes/hd2']);
    expect(row(values, 'Network')).toEqual(['Off']);
    expect(row(values, 'Never')).toEqual(['sudo']);
    expect(row(values, 'A question lapses')).toEqual(['after 7d']);
  });

  it('is not confused by values it does not know', () => {
    for (const odd of [{}, { ask: 7, hours: { agent: 'always' }, commands: [], limits: null, roots: [1] }])
      expect(() => inForce(odd)).not.toThrow();
  });
});

it.each([
  [4_000_000_000, '4 GB'],
  [256_000_000, '256 MB'],
  [1_500, '1.5 kB'],
  [12, '12 bytes'],
])('%i is %s', (bytes, words) => {
  expect(bytesWords(bytes)).toBe(words);
});
