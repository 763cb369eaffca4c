/** What `luka releases` asks for, and what it refuses before it asks. */
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { dropStaged } from './commands/releases.ts';
import { fakeLuka } from './fake-luka.ts';
import { runProgram } from './program.ts';
import { Terminal } from './terminal.ts';

describe('luka releases --drop', () => {
  it('takes back what is laid ready, and says so', async () => {
    const luka = fakeLuka(() => ({ ok: true }));
    await dropStaged(luka.session, 'report');
    expect(luka.calls).toMatchObject([{ endpoint: 'DELETE /api/v1/deploy/staged/report' }]);
    expect(luka.text('out')).toBe('report is not laid ready any more\n');
    const json = fakeLuka(() => ({ ok: true }), { json: true });
    await dropStaged(json.session, 'report');
    expect(JSON.parse(json.text('out'))).toEqual({ ok: true });
  });

  it('tells where there is nothing', async () => {
    const luka = fakeLuka(() => {
      throw new LukaError('staged_unknown');
    });
    await expect(dropStaged(luka.session, 'report')).rejects.toMatchObject({ code: 'staged_unknown' });
    expect(luka.text('out')).toBe('');
  });

  it('drops nothing without a name', async () => {
    await expect(
      runProgram({ words: ['releases', '--drop'], env: {}, terminal: new Terminal() }),
    ).rejects.toMatchObject({ code: 'usage', message: '--drop needs the name of a module' });
  });
});
