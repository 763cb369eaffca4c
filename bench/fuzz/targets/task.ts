/** Task files: a definition that the contract accepts, or findings with a code and a place; nothing else, and soon. */
import assert from 'node:assert/strict';
import { ERRORS } from '#shared/errors/catalogue.ts';
import { TaskDefinition } from '#shared/nouns/task.ts';
import { parseTask } from '#runtime/tasks/parse-task.ts';
import type { Random } from '../../chaos/random.ts';
import { BITES, mutateText } from '../mutate.ts';
import type { FuzzTarget } from '../target.ts';

const WORDS = [
  'echo hello',
  'x',
  'a.mjs',
  'main',
  '1',
  '5m',
  '30s',
  'Europe/Berlin',
  'high',
  'low',
  ...BITES,
];

function scalar(random: Random): string {
  const word = random.pick(WORDS);
  return random.chance(0.5) ? JSON.stringify(word) : word;
}

const STEPS: readonly ((random: Random) => string)[] = [
  (random) => `run: ${scalar(random)}`,
  (random) => `argv: [${scalar(random)}, ${scalar(random)}, -c, ${scalar(random)}]`,
  (random) => `module: ${scalar(random)}`,
  (random) => `node: ${scalar(random)}`,
  (random) => `git: { action: status, args: [${scalar(random)}] }`,
  (random) => `http: { url: ${scalar(random)}, method: ${scalar(random)} }`,
  (random) => `id: ${scalar(random)}\n    run: x\n    env: { ${scalar(random)}: ${scalar(random)} }`,
];
const FIELDS: readonly ((random: Random) => string)[] = [
  (random) => `title: ${scalar(random)}`,
  (random) => `enabled: ${scalar(random)}`,
  (random) => `timeout: ${scalar(random)}`,
  (random) => `risk: ${scalar(random)}`,
  (random) => `tags: [${scalar(random)}, ${scalar(random)}]`,
  (random) => `env:\n  A: ${scalar(random)}\n  ${scalar(random)}: ${scalar(random)}`,
  (random) => `cwd: ${scalar(random)}`,
  (random) =>
    `params:\n  x: { type: ${random.pick(['string', 'integer', 'choice', 'boolean', scalar(random)])}, default: ${scalar(random)}, pattern: ${scalar(random)} }`,
  (random) => `retry: { times: ${scalar(random)}, delay: ${scalar(random)} }`,
  (random) =>
    `triggers:\n  - cron: ${scalar(random)}\n  - every: ${scalar(random)}\n  - at: ${scalar(random)}`,
  (random) =>
    `triggers:\n  - file: { path: ${scalar(random)} }\n  - after: ${scalar(random)}\n  - webhook: {}`,
  (random) => `when: { ${scalar(random)}: ${scalar(random)} }`,
  (random) => `${scalar(random)}: &a [${scalar(random)}, *a]`,
  (random) => `x: ${random.pick(['[', '{a: ', '- ', '? '] as const).repeat(random.below(200))}`,
  (random) => scalar(random),
];

function make(random: Random): string {
  const fields = Array.from({ length: random.below(5) }, () => random.pick(FIELDS)(random));
  const steps = Array.from({ length: 1 + random.below(3) }, () => `  - ${random.pick(STEPS)(random)}`);
  const text = random.shuffle([...fields, `steps:\n${steps.join('\n')}`]).join('\n');
  return random.chance(0.8) ? mutateText(random, text) : text;
}

export const target: FuzzTarget = {
  name: 'task',
  make,
  run(input) {
    const text = input as string;
    const { definition, findings } = parseTask(text, 'fuzz.yaml');
    const errors = findings.filter(({ severity }) => severity === 'error');
    assert.notEqual(definition === undefined, errors.length === 0, 'either a definition or errors');
    assert.ok(findings.length <= 100, `${findings.length} findings`);
    const lines = text.split('\n').length;
    for (const { code, message, remedy, line = 1, column = 1 } of findings) {
      assert.ok(Object.hasOwn(ERRORS, code), `the code ${code}`);
      assert.ok(message.length > 0 && remedy.length > 0 && message.length < 2_000, `the message of ${code}`);
      assert.ok(line >= 1 && line <= lines + 1 && column >= 1, `the place ${line}:${column}`);
    }
    // Durations are numbers by now: as the API sends it, it is a definition still.
    if (definition !== undefined) assert.ok(TaskDefinition.safeParse(definition).success, 'the definition');
    assert.deepEqual(Object.keys(Object.prototype), []);
  },
};
