import { describe, expect, it } from 'vitest';
import { effectivePolicy } from '../safety/policy/effective-policy.ts';
import type { Sandbox, SandboxRequest } from '../safety/sandbox/sandbox.ts';
import { temporaryFolder } from '../testing.ts';
import { openHome } from '../home/open-home.ts';
import { createCommandCage } from './command-cage.ts';

async function place(policy: Parameters<typeof effectivePolicy>[0], sandbox: Sandbox | { reason: string }) {
  const folder = await temporaryFolder();
  const layout = await openHome(`${folder.path}/home`);
  const cage = createCommandCage({
    layout,
    personHome: folder.path,
    policy: () => effectivePolicy(policy, []),
    findSandbox: async () => sandbox,
  });
  return { cage, folder, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe('the command of a channel', () => {
  it('gets a clean environment, and the limits of the policy', async () => {
    await using it = await place({ limits: { person: { cpu: 5_000 } } }, { reason: 'none' });
    const { argv, env } = await it.cage(['/bin/echo', 'x'], { A: '1', LD_PRELOAD: '/tmp/x.so' });
    expect(env).toEqual({ A: '1' });
    expect(argv.slice(-4)).toEqual(['5', '6', '/bin/echo', 'x']);
  });

  it('is confined where the policy confines the person, and never runs where that cannot be', async () => {
    const asked: SandboxRequest[] = [];
    const sandbox: Sandbox = {
      tool: 'bubblewrap',
      async wrap(argv, request) {
        asked.push(request);
        return { argv: ['/usr/bin/bwrap', ...argv] };
      },
    };
    const confined = { confinement: { person: 'paths' as const }, network: false };
    await using it = await place(confined, sandbox);
    expect((await it.cage(['/bin/echo'], {})).argv).toEqual(['/usr/bin/bwrap', '/bin/echo']);
    expect(asked).toMatchObject([{ level: 'paths', writable: [], network: false }]);
    await using without = await place(confined, { reason: 'no bwrap' });
    await expect(without.cage(['/bin/echo'], {})).rejects.toThrow('no bwrap');
  });
});
