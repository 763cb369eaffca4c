import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing.ts';
import { createLoginSession, parseWho } from './login-session.ts';
import { createLoginSource } from './login-source.ts';

describe('who', () => {
  it.each([
    [
      'a Mac with windows of a terminal',
      'ice              console      Nov 22 16:00 \nice              ttys000      Nov 22 16:01 \nice              ttys001      Nov 22 17:44 \n',
      'ice console Nov 22 16:00',
    ],
    [
      'a Mac that two are logged in to',
      'anna             console      Nov 20 08:00 \nice              console      Nov 22 16:00 \n',
      'ice console Nov 22 16:00',
    ],
    ['a Mac at its login window', 'ice              ttys000      Nov 22 16:01    (10.0.0.4)\n', undefined],
    ['nobody', '', undefined],
    ['Linux at a screen', 'ice      :0           2025-11-22 16:00 (:0)\n', 'ice :0 2025-11-22 16:00 (:0)'],
    [
      'a newer Linux',
      'ice      seat0        2025-11-22 16:00 (login screen)\nice      tty2         2025-11-22 16:00 (tty2)\n',
      'ice tty2 2025-11-22 16:00 (tty2)',
    ],
    ['Linux over the network', 'ice      pts/0        2025-11-22 16:00 (10.0.0.4)\n', undefined],
    ['another person', 'root     tty1         2025-11-22 16:00\n', undefined],
  ])('%s', (_, text, login) => {
    expect(parseWho(text, 'ice')).toBe(login);
  });

  it('knows a name that was cut off', () => {
    const text = 'bartholomew-arch console      Nov 22 16:00 \n';
    expect(parseWho(text, 'bartholomew-archibald')).toBe('bartholomew-arch console Nov 22 16:00');
    expect(parseWho('ic console Nov 22 16:00\n', 'ice')).toBeUndefined();
  });
});

describe('which login it is', () => {
  const bootId = () => Promise.resolve('B1');
  const missing = () => Promise.reject(Object.assign(new Error('spawn who ENOENT'), { code: 'ENOENT' }));

  it('is told by boot and login', async () => {
    const run = () => Promise.resolve('ice  console  Nov 22 16:00\n');
    expect(await createLoginSession({ run, user: 'ice', bootId }, 'darwin').current()).toBe(
      'B1 ice console Nov 22 16:00',
    );
    const env = { XDG_SESSION_ID: '4' };
    expect(await createLoginSession({ run: missing, env, bootId }, 'linux').current()).toBe('B1 session 4');
  });

  it('is undefined where there is none or no way to know', async () => {
    const nobody = () => Promise.resolve('');
    expect(await createLoginSession({ run: nobody, bootId }, 'darwin').current()).toBeUndefined();
    expect(await createLoginSession({ run: missing, env: {}, bootId }, 'linux').current()).toBeUndefined();
    await expect(createLoginSession({ run: missing, bootId }, 'darwin').current()).rejects.toThrow('ENOENT');
  });
});

describe('a login', () => {
  function setUp(remembered?: string) {
    const clock = new ManualClock();
    const world = {
      login: undefined as string | undefined,
      remembered,
      fails: undefined as Error | undefined,
    };
    const source = createLoginSource({
      clock,
      session: {
        current: () => (world.fails ? Promise.reject(world.fails) : Promise.resolve(world.login)),
      },
      remembered: () => world.remembered,
      remember: (login) => {
        world.remembered = login;
      },
      forget: () => {
        world.remembered = undefined;
      },
    });
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    const pass = async (ms: number) => {
      clock.advance(ms);
      await settle();
    };
    const watch = (lastWatched?: number) => {
      const told: number[] = [];
      const errors: unknown[] = [];
      const stop = source.watch({ login: {} }, ({ at }) => told.push(at), {
        lastWatched,
        onError: (error) => errors.push(error),
      });
      return { told, errors, stop };
    };
    return { clock, world, settle, pass, watch };
  }

  it('is told once, to all that wait for it, and not again after a restart', async () => {
    const first = setUp('boot1 a');
    first.world.login = 'boot2 a';
    const one = first.watch(5);
    const other = first.watch();
    await first.settle();
    await first.pass(600_000);
    expect([one.told.length, other.told.length]).toEqual([1, 1]);

    const second = setUp(first.world.remembered);
    second.world.login = 'boot2 a';
    const { told } = second.watch(5);
    await second.pass(600_000);
    expect(told).toEqual([]);
  });

  it('is no news to a trigger that is new itself', async () => {
    const { world, settle, watch } = setUp();
    world.login = 'boot1 a';
    const { told } = watch();
    await settle();
    expect(told).toEqual([]);
    expect(world.remembered).toBe('boot1 a');
  });

  it('that was never seen before is told to who was waiting for one', async () => {
    const { world, settle, watch } = setUp();
    world.login = 'boot1 a';
    const { told } = watch(5);
    await settle();
    expect(told).toHaveLength(1);
  });

  it('that comes while Luka runs is seen within a minute, also where its text is the old one', async () => {
    const { world, pass, settle, watch } = setUp('boot1 a 16:00');
    const { told } = watch();
    await settle();
    world.login = 'boot1 a 16:00';
    await pass(60_000);
    expect(told).toHaveLength(1);
  });

  it('is looked for while somebody asks, whatever goes wrong in between', async () => {
    const { world, clock, pass, settle, watch } = setUp('boot1 a');
    world.fails = new Error('who failed');
    const { told, errors, stop } = watch();
    await settle();
    expect(errors).toMatchObject([{ message: 'who failed' }]);
    world.fails = undefined;
    world.login = 'boot1 b';
    await pass(60_000);
    expect(told).toHaveLength(1);
    stop();
    expect(clock.nextTimer).toBeUndefined();
  });
});
