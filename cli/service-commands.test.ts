/** What the commands about services ask of Luka, and how they tell its answers. */
import { describe, expect, it } from 'vitest';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import { changeService } from './commands/service.ts';
import { showServices } from './commands/services.ts';
import { fakeLuka } from './fake-luka.ts';

const since = new Date('2026-11-22T11:00:00').toISOString();
const healthy: ServiceStatus = {
  task: 'web',
  title: 'Web',
  state: 'healthy',
  since,
  run: 7,
  failures: 0,
  checked: true,
};
const down: ServiceStatus = {
  task: 'db',
  title: 'DB',
  state: 'backing_off',
  since,
  failures: 3,
  nextStart: new Date('2026-11-22T12:00:30').toISOString(),
  checked: false,
  message: 'exit code 1\u001b[2J',
};

describe('luka services', () => {
  it('says how each does, and tells whether one is down', async () => {
    const luka = fakeLuka(() => ({ services: [down, healthy] }));
    expect(await showServices(luka.session)).toBe(true);
    expect(luka.calls).toMatchObject([{ endpoint: 'GET /api/v1/services' }]);
    const [heading, first, second] = luka.text('out').split('\n');
    expect(heading).toMatch(/^SERVICE +STATE +SINCE +RUN +ENDS +NEXT +WHY$/);
    expect(first).toMatch(/^db +backing off +today 11:00 +- +3 +\S.* +exit code 1\ufffd\[2J$/);
    expect(second).toMatch(/^web +healthy +today 11:00 +#7 +0 +-/);
  });

  it('is content where all do well, and where there are none', async () => {
    expect(await showServices(fakeLuka(() => ({ services: [healthy] })).session)).toBe(false);
    const none = fakeLuka(() => ({ services: [] }));
    expect(await showServices(none.session)).toBe(false);
    expect(none.text('err')).toContain('there are no services');
  });

  it('gives scripts the whole answer', async () => {
    const luka = fakeLuka(() => ({ services: [down] }), { json: true });
    await showServices(luka.session);
    expect(JSON.parse(luka.text('out'))).toEqual({ services: [down] });
  });
});

describe('luka service', () => {
  it.each(['start', 'stop', 'restart'] as const)(
    '%s asks for it and says what came of it',
    async (action) => {
      const luka = fakeLuka(() => down);
      await changeService(luka.session, action, 'db');
      expect(luka.calls).toMatchObject([{ endpoint: `POST /api/v1/services/db/${action}` }]);
      expect(luka.text('out')).toBe('db is backing off: exit code 1\ufffd[2J\n');
    },
  );
});
