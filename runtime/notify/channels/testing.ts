/** Senders as Luka puts them together, over secrets of a test. */
import { homedir } from 'node:os';
import { systemClock } from '../../clock.ts';
import { MARK_NAME } from '../../runs/processes/run-mark.ts';
import type { SecretStore } from '../../safety/secrets/stores/secret-store.ts';
import { createSenders, type Senders } from '../senders.ts';
import { createCommandSender, type CommandOptions } from './command.ts';
import { createNativeSender } from './native.ts';

export function testSenders(
  secrets: Readonly<Record<string, string>>,
  now?: number,
  more: { cage?: CommandOptions['cage']; native?: Parameters<typeof createNativeSender>[0] } = {},
): Senders {
  const clock = now === undefined ? systemClock : { ...systemClock, now: () => now };
  const store: Pick<SecretStore, 'get' | 'list'> = {
    get: async (name) => secrets[name],
    list: async () => Object.keys(secrets),
  };
  return createSenders({
    clock,
    secrets: async () => store as SecretStore,
    native: createNativeSender(more.native ?? (async () => ({ reason: 'nothing shows notices here' }))),
    command: createCommandSender({
      clock: systemClock,
      environment: () => ({ PATH: process.env['PATH'] ?? '', HOME: homedir() }),
      cwd: homedir(),
      mark: (message) => {
        const value = `test.${process.pid}.${message}`;
        return { name: MARK_NAME, value, text: `${MARK_NAME}=${value}` };
      },
      cage: more.cage ?? (async (argv, env) => ({ argv, env: { ...env } })),
    }),
  });
}
