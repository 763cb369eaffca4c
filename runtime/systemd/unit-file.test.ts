import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unitExit } from './unit-exit.ts';
import { unitFacts } from './unit-file.ts';
import { judgeUnit } from './unit-survey.ts';

it('reads what a service starts, past what stands before it', () => {
  const text =
    '[Service]\nExecStart=/bin/old\nExecStart=\nExecStart=-@"/a b/run" --to 50%% \\\n  \'two words\' $$HOME\nRestart=on-failure\n';
  expect(unitFacts(text, 'service')).toEqual({
    command: ['/a b/run', '--to', '50%', 'two words', '$HOME'],
    schedule: ['kept alive'],
    keptAlive: true,
  });
});

it.each([
  ['[Service]\nExecStart=/bin/x\n[Install]\nWantedBy=default.target\n', ['at login']],
  ['[Service]\nExecStart=/bin/x\n', ['on demand']],
])('tells when a service starts: %j', (text, schedule) => {
  expect(unitFacts(text, 'service')).toMatchObject({ schedule, keptAlive: false });
});

it('tells when a timer fires', () => {
  expect(
    unitFacts('[Timer]\nOnCalendar=daily\nOnBootSec=5min\n# OnCalendar=weekly\n', 'timer').schedule,
  ).toEqual(['daily', '5min after the machine started']);
});

it('reads any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('service', 'timer'), (text, kind) => {
      unitFacts(text, kind);
    }),
  );
});

it('tells how a unit ended in the words of systemd', () => {
  expect(unitExit({ code: 203 })).toEqual({ code: 203, meaning: expect.stringContaining('EXEC') });
  expect(unitExit({ code: 78 }).meaning).not.toContain('launchd');
  expect(unitExit({ code: 127 }).meaning).toContain('a shell did not find');
  expect(unitExit({ signal: 9 })).toMatchObject({ signal: 'SIGKILL' });
});

const unit = { name: 'a.service', kind: 'service', description: '', enabled: true, restarts: 0 } as const;
it.each([
  [{ ...unit, state: 'running', pid: 7 }, undefined, 'running', 'runs as process 7'],
  [{ ...unit, state: 'running' }, undefined, 'running', 'it is active'],
  [{ ...unit, state: 'waiting', starts: 'b.service' }, undefined, 'idle', 'it waits, and starts b.service'],
  [{ ...unit, state: 'failing' }, undefined, 'failing', 'it failed: bad'],
  [{ ...unit, state: 'failing' }, '/x', 'ghost', '/x is not there'],
  [{ ...unit, state: 'idle' }, undefined, 'idle', 'it is not active now'],
  [{ ...unit, state: 'idle' }, '/x', 'ghost', '/x is not there'],
  [
    { ...unit, state: 'idle', enabled: false },
    undefined,
    'disabled',
    'it is not enabled: it starts only when somebody starts it',
  ],
  [{ ...unit, state: 'ghost' }, undefined, 'ghost', 'its unit file is gone, and something still names it'],
  [
    { ...unit, state: 'unknown' },
    undefined,
    'unknown',
    'cannot tell: systemd says something that is not known',
  ],
] as const)('judges %j with program %s gone as %s', (each, gone, state, reason) => {
  expect(judgeUnit(each, gone, 'bad')).toEqual({ state, reason });
});
