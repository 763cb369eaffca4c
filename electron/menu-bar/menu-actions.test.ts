import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { awakeBody, createMenuActions, pauseEnd, type MenuActionsOptions } from './menu-actions.ts';
import type { MenuAction } from './menu-item.ts';

const NOW = new Date(2026, 2, 6, 14, 0).getTime();

/** Every call of the API and of the host, in order; calls of the API that are listed fail. */
function desk(...failing: string[]) {
  const asked: unknown[] = [];
  const failed: unknown[] = [];
  const client = new Proxy(
    {},
    {
      get: (_, name: string) => async (request: unknown) => {
        asked.push(request === undefined ? [name] : [name, request]);
        if (failing.includes(name)) throw new LukaError('task_disabled');
        return name === 'getPower'
          ? {
              holds: [
                { id: 'old', owner: { kind: 'person' } },
                { id: 'run-1', owner: { kind: 'run' } },
              ],
            }
          : {};
      },
    },
  ) as ReturnType<MenuActionsOptions['client']>;
  const note = (name: string, value?: unknown) =>
    void asked.push(value === undefined ? [name] : [name, value]);
  const host = (name: string) => async (value?: unknown) => note(name, value);
  const act = createMenuActions({
    client: () => client,
    now: () => NOW,
    show: (path) => note('show', path),
    openReports: host('reports'),
    copyAddress: host('copy'),
    setLogin: host('login'),
    checkUpdates: host('updates'),
    quit: () => note('quit'),
    stay: () => note('stay'),
    startHere: () => note('start'),
    refresh: () => note('refresh'),
    onFailure: (error) => failed.push(error),
  });
  return { asked, failed, act };
}

describe('the menu’s actions', () => {
  it.each<[MenuAction, unknown[]]>([
    [{ do: 'show' }, [['show']]],
    [{ do: 'open', path: '/' }, [['show', '/']]],
    [{ do: 'open', path: '/runs/3' }, [['show', '/runs/3']]],
    [{ do: 'run', task: 'a' }, [['runTask', { params: { task: 'a' }, body: {} }]]],
    [{ do: 'rerun', run: 3 }, [['rerun', { params: { run: 3 }, body: {} }]]],
    [
      { do: 'cancel', run: 3 },
      [['cancelRun', { params: { run: 3 }, body: { reason: 'cancelled from the menu bar' } }]],
    ],
    [{ do: 'freeze', on: true }, [['freeze', { body: { reason: 'from the menu bar' } }]]],
    [{ do: 'freeze', on: false }, [['thaw', { body: {} }]]],
    [{ do: 'resume' }, [['resume', { body: { scope: { all: true } } }]]],
    [
      { do: 'pause', until: 'resumed' },
      [['pause', { body: { scope: { all: true }, reason: 'from the menu bar' } }]],
    ],
    [{ do: 'let-sleep', hold: 'h' }, [['releaseHold', { params: { hold: 'h' } }]]],
    [{ do: 'reports' }, [['reports']]],
    [{ do: 'copy-address' }, [['copy']]],
    [{ do: 'login', on: true }, [['login', true], ['refresh']]],
    [{ do: 'updates' }, [['updates']]],
    [{ do: 'stay' }, [['stay']]],
    [{ do: 'start-here' }, [['start']]],
    [{ do: 'quit' }, [['quit']]],
  ])('%j', async (action, expected) => {
    const { act, asked, failed } = desk();
    act(action);
    await expect.poll(() => asked).toEqual(expected);
    expect(failed).toEqual([]);
  });

  it('hold anew before they let go of the old one', async () => {
    const { act, asked } = desk();
    act({ do: 'awake', until: 'tasks' });
    await expect
      .poll(() => asked)
      .toEqual([
        ['getPower'],
        ['keepAwake', { body: { whileTasks: true, reason: 'from the menu bar' } }],
        ['releaseHold', { params: { hold: 'old' } }],
      ]);
  });

  it('say why they failed', async () => {
    const { act, failed } = desk('runTask');
    act({ do: 'run', task: 'a' });
    await expect.poll(() => failed).toMatchObject([{ code: 'task_disabled' }]);
  });
});

describe('ends', () => {
  it('of a pause: in an hour, at midnight, or never', () => {
    expect(pauseEnd('hour', NOW)).toBe(NOW + 3_600_000);
    expect(pauseEnd('tomorrow', NOW)).toBe(new Date(2026, 2, 7).getTime());
    expect(pauseEnd('resumed', NOW)).toBeUndefined();
  });
  it('of a hold: 07:00 is the next one', () => {
    const at = (ms: number) => ({ until: new Date(ms).toISOString() });
    expect(awakeBody('1h', NOW)).toEqual(at(NOW + 3_600_000));
    expect(awakeBody('2h', NOW)).toEqual(at(NOW + 7_200_000));
    expect(awakeBody('07:00', NOW)).toEqual(at(new Date(2026, 2, 7, 7).getTime()));
    const early = new Date(2026, 2, 6, 3).getTime();
    expect(awakeBody('07:00', early)).toEqual(at(new Date(2026, 2, 6, 7).getTime()));
    expect(awakeBody('released', NOW)).toEqual({});
  });
});
