import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectivePolicy } from './effective-policy.ts';
import { MAX_OWN_FILE_BYTES } from '../../tasks/read-own-file.ts';
import { parsePolicy } from './parse-policy.ts';

const read = (text: string) => parsePolicy(text, 'policy.yaml');

describe('a policy', () => {
  it('may be empty, or nothing but a comment', () => {
    expect(read('')).toEqual({ policy: {}, findings: [] });
    expect(read('# mine\n').policy).toEqual({});
  });

  it('may say all there is to say', () => {
    const { policy, findings } = read(`
paused: false
roots: [~/work, /Volumes/hd2]
network: false
env: [EDITOR, MY_*]
commands:
  allow: [git status, 'rsync -a']
  ask: [brew upgrade]
  never: [rm]
thresholds:
  ask: { agent: 20, person: 101 }
  deny: { agent: 90 }
hours:
  agent: [{ from: '08:00', to: '20:00', days: [mon, fri], tz: Asia/Bangkok }]
confinement: { schedule: paths, agent: read-only }
limits:
  agent: { cpu: 10m, memory: 2GB, processes: 64, output: 100MB, time: 1h }
approvals: { expire: 2d }
rates: { perMinute: 60 }
`);
    expect(findings).toEqual([]);
    expect(policy?.limits?.agent).toEqual({
      cpu: 600_000,
      memory: 2e9,
      processes: 64,
      output: 1e8,
      time: 3_600_000,
    });
    expect(policy?.approvals?.expire).toBe(172_800_000);
  });

  it.each([
    ['paused: maybe', 'paused', 1],
    ['a: 1\nb: [', '', 2],
    ['commands:\n  deny: [rm]', 'never', 2],
    ['commands:\n  never: ["rm | sh"]', 'program', 2],
    ['thresholds:\n  ask: { agent: 200 }', '101', 2],
    ['hours:\n  agent:\n    - { from: "08:00", to: "09:00", tz: Mars/Base }', 'time zone', 3],
    ['limits:\n  agent: { memory: lots }', 'size', 2],
    ['freeze: true', 'paused', 1],
    ['paused: true\npaused: false', 'twice', 2],
    ['- a list', 'mapping', 1],
    ['x: &a [*a]', '', 1],
  ])('%j is refused where it is wrong', (text, word, line) => {
    const { policy, findings } = read(text);
    expect(policy).toBeUndefined();
    expect(findings[0]).toMatchObject({ code: 'policy_invalid', severity: 'error', line });
    const said = findings.map(({ message, remedy }) => `${message}; ${remedy}`).join('\n');
    if (word !== 'twice' && word !== 'mapping') expect(said).toContain(word);
  });

  it('has a bound', () => {
    expect(read(`# ${'x'.repeat(MAX_OWN_FILE_BYTES)}`).policy).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const { policy, findings } = read(text);
          expect(policy === undefined).toBe(findings.length > 0);
        },
      ),
    );
  });
});

describe('what is in force', () => {
  it('is filled in where nothing is said, one asker at a time', () => {
    const policy = effectivePolicy({ thresholds: { ask: { agent: 10 } }, limits: { agent: { cpu: 1 } } }, [
      '/w',
    ]);
    expect(policy).toMatchObject({
      ask: { person: 70, schedule: 70, agent: 10 },
      roots: ['/w'],
      paused: false,
    });
    expect(policy.limits.agent).toMatchObject({ cpu: 1, processes: 512 });
    expect(policy.confinement).toEqual({ person: 'off', schedule: 'off', agent: 'paths' });
  });

  it('has a version that says whether it decides alike: freezing changes nothing of that', () => {
    const version = (policy: Parameters<typeof effectivePolicy>[0]) =>
      effectivePolicy(policy, ['/w']).version;
    expect(version({ paused: true })).toBe(version({}));
    expect(version({ network: false })).not.toBe(version({}));
  });
});
