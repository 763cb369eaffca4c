import { describe, expect, it } from 'vitest';
import type { Overview } from '#shared/nouns/system.ts';
import { headline } from './headline.ts';

const overview = (
  running: number,
  queued: number,
  failures: number,
  invalidTasks: number,
  awaitingApproval = 0,
): Overview =>
  ({
    status: { counts: { queued, invalidTasks, awaitingApproval } },
    running: Array.from({ length: running }),
    failures: Array.from({ length: failures }),
    findings: [],
    services: [],
    slas: [],
  }) as unknown as Overview;

describe('headline', () => {
  it.each([
    [0, 0, 0, 0, 0, 'All is quiet'],
    [2, 0, 0, 0, 0, '2 running'],
    [2, 3, 0, 0, 0, '2 running, 3 waiting'],
    [0, 1, 0, 0, 0, '1 waiting'],
    [0, 0, 0, 0, 2, '2 tasks in quarantine'],
    [0, 0, 1, 0, 0, '1 failure to look at'],
    [1, 0, 2, 1, 0, '1 running · 2 failures to look at · 1 task file to mend'],
  ])(
    '%i running, %i queued, %i failed, %i invalid, %i quarantined: %s',
    (running, queued, failures, invalid, held, text) => {
      expect(headline(overview(running, queued, failures, invalid), held)).toBe(text);
    },
  );

  it('tells of modules that wait', () => {
    const found = overview(1, 0, 0, 0);
    const { status } = found;
    const counts = { ...status.counts, stagedModules: 2 };
    expect(headline({ ...found, status: { ...status, counts } }, 0)).toBe('1 running · 2 modules to look at');
  });

  it('tells of services that are down', () => {
    const services = [{ state: 'healthy' }, { state: 'backing_off' }, { state: 'stopped' }];
    const found = { ...overview(1, 0, 0, 0), services } as unknown as Overview;
    expect(headline(found, 0)).toBe('1 running · 1 service down');
  });

  it('says first what waits for a decision', () => {
    expect(headline(overview(1, 0, 0, 0, 2), 1)).toBe(
      '1 running · 2 runs to decide on · 1 task in quarantine',
    );
    expect(headline(overview(0, 0, 0, 0, 1), 0)).toBe('1 run to decide on');
  });
});
