import { homedir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRIGGER_KINDS, triggerKind, type Trigger } from '#shared/nouns/trigger.ts';
import { readTrigger } from './check-new-triggers.ts';
import { checkTriggers, MAX_TRIGGERS } from './check-triggers.ts';
import { FaultList } from './faults.ts';
import { parseTask } from './parse-task.ts';

/** What is said of the only trigger of `tasks/own.yaml`: `line:column message; remedy`. */
function said(trigger: string): string {
  const { findings, definition } = parseTask(
    `triggers:\n- ${trigger}\nsteps: [{run: x}]\n`,
    'tasks/own.yaml',
  );
  expect(definition).toBeUndefined();
  expect(findings.every(({ code }) => code === 'trigger_invalid')).toBe(true);
  return findings
    .map(({ line, column, message, remedy }) => `${line}:${column} ${message}; ${remedy}`)
    .join('\n');
}

const sound = (...triggers: Record<string, unknown>[]): Trigger[] => {
  const faults = new FaultList();
  const checked = checkTriggers(triggers, faults, 'own');
  expect(faults.toArray()).toEqual([]);
  return checked;
};

describe('triggers', () => {
  it('of every kind are read', () => {
    const checked = sound(
      { cron: '0 9 * * MON-FRI', tz: 'Asia/Kathmandu' },
      { cron: '*/10 0 9 * * *' },
      { cron: '@daily' },
      { cron: '@MIDNIGHT', tz: 'UTC' },
      { every: '90s', anchor: '2026-01-01T00:00:30' },
      { at: '2026-03-01T09:00:00', tz: 'Europe/Berlin' },
      { at: '2001-01-01T00:00:00Z' },
      { startup: { delay: '5s' } },
      { wake: {} },
      { login: { delay: 0 } },
      { file: '~/Downloads/*.{pdf,PDF}', on: ['created'], settle: '100ms' },
      { file: '/Volumes/lukadata/in/**', settle: '1h' },
      { file: '~/.zshrc' },
      { volume: 'My Disk', delay: '3s' },
      { after: 'other.task-1', on: 'any' },
      { webhook: { perMinute: 5 } },
    );
    expect(checked).toHaveLength(16);
    expect(new Set(checked.map(triggerKind)).size).toBe(TRIGGER_KINDS.length);
    expect(checked[4]).toEqual({ every: 90_000, anchor: '2026-01-01T00:00:30' });
  });

  it.each([
    ['schedule: x', 'cron'],
    ['interval: 1h', 'every'],
    ['once: x', 'at'],
    ['boot: {}', 'startup'],
    ['resume: {}', 'wake'],
    ['logon: {}', 'login'],
    ['watch: x', 'file'],
    ['path: x', 'file'],
    ['mount: x', 'volume'],
    ['depends: x', 'after'],
    ['needs: [x]', 'after'],
    ['hook: {}', 'webhook'],
    ['http: {}', 'webhook'],
    ['corn: x', 'cron'],
    ['webhok: {}', 'webhook'],
    ['statup: {}', 'startup'],
  ])('called otherwise are recognized: %s', (trigger, kind) => {
    const word = trigger.split(':')[0];
    expect(said(trigger)).toMatch(`2:3 "${word}" is no kind of trigger; did you mean "${kind}"? write `);
  });

  it.each([
    [
      '{ cron: "0 9 * * * * *" }',
      '2:11 "0 9 * * * * *" is not a cron expression: it has 7 fields, not 5 or 6; leave the year out; use "at"',
    ],
    [
      '{ cron: "0 9 *" }',
      '2:11 "0 9 *" is not a cron expression: it has 3 fields, not 5 or 6; write minute, hour',
    ],
    ['{ cron: "@reboot" }', '2:11 "@reboot" is no time; use "startup: {}"'],
    ['{ cron: "@every 5m" }', 'use "every", for example "every: 5m"'],
    ['{ cron: "@dayly" }', 'did you mean "@daily"? write one of @yearly'],
    ['{ cron: "0 0 30 2 *" }', '2:11 "0 0 30 2 *" never comes; check day'],
    ['{ cron: "61 * * * *" }', '2:11 "61 * * * *" is not a cron expression: '],
    ['{ cron: "2030-01-01 09:00" }', 'is a moment, not a cron expression; use "at"'],
    ['{ cron: "* * * * *", tz: Mars/X }', '2:28 "Mars/X" is no time zone; use an IANA name'],
    [
      '{ cron: "* * * * *", timezone: UTC }',
      '2:24 a trigger with "cron" has no field "timezone"; call it "tz"',
    ],
    ['{ at: "2030-01-01T09:00:00", tz: CEST }', '2:36 "CEST" is no time zone'],
    ['{ at: tomorrow }', '2:9 "tomorrow" is not a date and time; write it like 2026'],
    ['{ every: 999ms }', '2:12 every must be at least 1s'],
    ['{ every: 9999999d }', '2:12 every must be at most ten years'],
    ['{ every: 1h, anchor: noon }', '2:24 "noon" is not a date and time'],
    ['{ every: 1h, start: x }', 'call it "anchor"'],
    ['{ every: soon }', '2:12 triggers[0].every: "soon" is not a duration; write a number with a unit'],
    ['{ every: [1h] }', '2:12 triggers[0].every should be a duration, but is a list; make a trigger of each'],
    [
      '{ startup: 30s }',
      '2:14 triggers[0].startup should be a mapping, but is "30s"; write "- startup: { delay: 30s }"',
    ],
    ['{ wake: true }', 'write "- wake: { delay: 10s }"'],
    ['{ login: }', 'triggers[0].login should be a mapping, but is nothing; write {} behind it'],
    ['{ startup: { dealy: 5s } }', '2:16 triggers[0].startup has no field "dealy"; did you mean "delay"?'],
    ['{ startup: { delay: 99999d } }', 'the delay must be at most ten years'],
    ['{ file: inbox/*.csv }', '2:11 "inbox/*.csv" does not say from where; start it with ~/ or /'],
    [
      '{ file: ~/a, on: created }',
      '2:20 triggers[0].on should be a list, but is "created"; write it as a list: ["created"]',
    ],
    [
      '{ file: ~/a, on: [chnaged] }',
      '2:21 triggers[0].on[0] should be one of created, changed, but is "chnaged"; did you mean "changed"?',
    ],
    ['{ file: ~/a, settle: 99ms }', '2:24 settle must be from 100ms to 1h'],
    ['{ file: ~/a, settle: 61m }', '2:24 settle must be from 100ms to 1h'],
    ['{ file: [~/a, ~/b] }', 'make a trigger of each, such as "- file: ~/Downloads/*.pdf"'],
    ['{ volume: /Volumes/lukadata }', '2:13 "/Volumes/lukadata" is a path; write the name alone: lukadata'],
    ['{ volume: /mnt/x }', 'write the name of the volume, or its UUID'],
    ['{ after: own }', '2:12 a task cannot start after itself; name another task'],
    ['{ after: Other.yaml }', '2:12 "Other.yaml" is no task\'s id; did you mean "other"?'],
    [
      '{ after: a, on: failed }',
      '2:19 triggers[0].on should be one of success, failure, any, but is "failed"',
    ],
    ['{ after: a, status: failure }', 'call it "on"'],
    ['{ webhook: { perMinute: 601 } }', '2:27 triggers[0].webhook.perMinute must be at most 600'],
    ['{ every: 1h, wake: {} }', '2:16 one trigger cannot be both every and wake; make two items of it'],
    ['{}', '2:3 the trigger is empty; write one of cron, every'],
    ['daily', '2:3 a trigger is a mapping, not "daily"; write for example'],
  ])('%s is told apart', (trigger, words) => expect(said(trigger)).toContain(words));

  it.each([
    ['every: 1h', 'every: 60m'],
    ['cron: 0 9 * * 1-5', 'cron: 0  9 * * MON-FRI'],
    ['startup: {}', 'startup: { delay: 5s }'],
    ['after: a', '{ after: a, on: success }'],
    ['webhook: {}', 'webhook: { perMinute: 3 }'],
  ])('that mean the same are a fault: %s and %s', (one, other) => {
    expect(said(`${one}\n- wake: {}\n- ${other}`)).toMatch(
      /^4:3 triggers\[2\] is due whenever triggers\[0\] is; remove one of the two$/,
    );
  });

  it('have a limit, and those beyond it are not looked at', () => {
    const faults = new FaultList();
    const checked = checkTriggers(
      Array.from({ length: 5_000 }, (_, index) => ({ after: `t${index}` })),
      faults,
    );
    expect(checked).toHaveLength(MAX_TRIGGERS);
    expect(faults.toArray()).toMatchObject([
      { path: ['triggers', 100], message: 'a task has at most 100 triggers, but this one has 5000' },
    ]);
  });
});

describe('a path to watch', () => {
  const remedyOf = (file: string): string => readTrigger({ file }).findings[0]?.remedy ?? '';

  it.each([
    '~/**',
    '~/**/*.pdf',
    '/**',
    '/**/x',
    `${homedir()}/**`,
    '~/./**',
    '~//**',
    '~/*/**',
    '~/{a,b}/**',
    '~/{**,x}/y',
    '~/a**b',
    '~/+(a/)b',
  ])('is not a whole home or disk: %s', (file) => {
    const { trigger, findings } = readTrigger({ file });
    expect(trigger).toBeUndefined();
    expect(findings).toMatchObject([{ message: expect.stringContaining('watches') as string }]);
    expect(findings[0]?.remedy).toContain('~/Documents/**/*.pdf');
  });

  it.each([
    '~/*',
    '~/*.txt',
    '/*',
    '~/Documents/**',
    `${homedir()}-other/**`,
    '/opt/x/**/*.log',
    '~/Downloads/',
    '~/',
  ])('may be %s', (file) => expect(readTrigger({ file })).toEqual({ trigger: { file }, findings: [] }));

  it.each([
    ['/', 'write which files in it: /*'],
    ['~', 'write which files in it: ~/*'],
    ['~/a[b', 'close it'],
    ['~/a{b', 'close it'],
    ['~/a(b', 'close it'],
    ['~/../x', 'without it'],
    ['~other/x', 'start it with ~/'],
    ['~/${{ params.x }}', 'write the path itself'],
    ['~/a\0b', 'write a path'],
  ])('is not %j', (file, remedy) => expect(remedyOf(file)).toContain(remedy));
});

describe('one trigger, for a preview', () => {
  it('is read, or what is wrong with it is said without a place', () => {
    expect(readTrigger({ every: '1h' })).toEqual({ trigger: { every: 3_600_000 }, findings: [] });
    expect(readTrigger({ evry: '1h' })).toEqual({
      findings: [
        {
          code: 'trigger_invalid',
          severity: 'error',
          message: '"evry" is no kind of trigger',
          remedy: expect.stringContaining('did you mean "every"?') as string,
        },
      ],
    });
    expect(readTrigger({ startup: { dly: 1 } }).findings[0]?.message).toBe('startup has no field "dly"');
  });

  it('is sound or has findings, whatever it is', () => {
    const kind = fc.constantFrom(...TRIGGER_KINDS, 'on', 'tz', 'anchor', 'delay', 'settle', 'x', '__proto__');
    const text = fc.oneof(
      fc.constantFrom('0 9 * * *', '@daily', '1h', '2030-01-01T00:00:00', '~/x', 'UTC', 'success', 'created'),
      fc.stringMatching(/^[@0-9*/, LW#?-]{1,20}$/),
      fc.stringMatching(/^[~/[\]{}()!*a.+|-]{1,20}$/),
      fc.string(),
    );
    const value = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }), fc.array(text, { maxLength: 2 }));
    fc.assert(
      fc.property(fc.dictionary(kind, value, { maxKeys: 3 }), (raw) => {
        const { trigger, findings } = readTrigger(raw);
        expect(trigger === undefined).toBe(findings.length > 0);
        for (const { message, remedy } of findings) expect(message !== '' && remedy !== '').toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});
