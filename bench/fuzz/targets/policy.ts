/** Policies: one that can be put into force, or findings with a code and a place; nothing else, and soon. */
import assert from 'node:assert/strict';
import { effectivePolicy } from '#runtime/safety/policy/effective-policy.ts';
import { parsePolicy } from '#runtime/safety/policy/parse-policy.ts';
import type { Random } from '../../chaos/random.ts';
import { BITES, mutateText } from '../mutate.ts';
import type { FuzzTarget } from '../target.ts';

const WORDS = [
  'true',
  'false',
  '40',
  '101',
  '5m',
  '2GB',
  'paths',
  'rm',
  'git push',
  '~/work',
  '08:00',
  'UTC',
  ...BITES,
];

function scalar(random: Random): string {
  const word = random.pick(WORDS);
  return random.chance(0.5) ? JSON.stringify(word) : word;
}

const each = (random: Random): string =>
  `{ person: ${scalar(random)}, agent: ${scalar(random)}, ${random.chance(0.2) ? scalar(random) : 'schedule'}: ${scalar(random)} }`;

const FIELDS: readonly ((random: Random) => string)[] = [
  (random) => `paused: ${scalar(random)}`,
  (random) => `roots: [${scalar(random)}, ${scalar(random)}]`,
  (random) => `network: ${scalar(random)}`,
  (random) => `env: [${scalar(random)}]`,
  (random) =>
    `commands: { allow: [${scalar(random)}], ask: [${scalar(random)}], never: [${scalar(random)}] }`,
  (random) => `thresholds:\n  ask: ${each(random)}\n  deny: ${each(random)}`,
  (random) => `hours:\n  agent: [{ from: ${scalar(random)}, to: ${scalar(random)}, tz: ${scalar(random)} }]`,
  (random) => `confinement: ${each(random)}`,
  (random) =>
    `limits:\n  agent: { cpu: ${scalar(random)}, memory: ${scalar(random)}, processes: ${scalar(random)} }`,
  (random) => `approvals: { expire: ${scalar(random)} }`,
  (random) => `rates: { perMinute: ${scalar(random)} }`,
  (random) => `${scalar(random)}: ${scalar(random)}`,
];

function make(random: Random): string {
  const fields = Array.from({ length: random.below(6) }, () => random.pick(FIELDS)(random));
  const text = fields.join('\n');
  return random.chance(0.7) ? mutateText(random, text) : text;
}

export const target: FuzzTarget = {
  name: 'policy',
  make,
  run(input) {
    const text = input as string;
    const { policy, findings } = parsePolicy(text, 'policy.yaml');
    assert.notEqual(policy === undefined, findings.length === 0, 'either a policy or findings');
    const lines = text.split('\n').length;
    for (const { code, message, remedy, line = 1, column = 1 } of findings) {
      assert.equal(code, 'policy_invalid');
      assert.ok(message.length > 0 && remedy.length > 0 && message.length < 2_000, 'the message');
      assert.ok(line >= 1 && line <= lines + 1 && column >= 1, `the place ${line}:${column}`);
    }
    if (policy !== undefined) {
      const { ask, deny, expire, perMinute } = effectivePolicy(policy, ['/work']);
      for (const points of [...Object.values(ask), ...Object.values(deny)])
        assert.ok(points >= 0 && points <= 101, `${points} points`);
      assert.ok(expire >= 0 && perMinute >= 1, 'times and rates');
    }
    assert.deepEqual(Object.keys(Object.prototype), []);
  },
};
