/** Work orders as text: an order, or a refusal with a code. Of JSON we must think what JSON.parse thinks. */
import assert from 'node:assert/strict';
import { ERRORS } from '#shared/errors/catalogue.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { scanJson } from '#runtime/queue/scan-json.ts';
import { readOrderText } from '#runtime/queue/work-order.ts';
import type { Random } from '../../chaos/random.ts';
import { BITES, mutateText } from '../mutate.ts';
import type { FuzzTarget } from '../target.ts';

const KEYS = [
  'id',
  'title',
  'skill',
  'steps',
  'cmd',
  'args',
  'code',
  'action',
  'url',
  'headers',
  'task',
  'params',
  'timeout',
  'priority',
  'risk',
  'run',
  'argv',
  'module',
  'env',
  'cwd',
  'acceptance',
  'paths',
  'x',
  '__proto__',
  'constructor',
  '',
] as const;
const WORDS = [
  'bash',
  'node',
  'git',
  'http',
  'echo hello',
  'http://127.0.0.1/',
  'low',
  'high',
  'status',
  ...BITES,
] as const;

function value(random: Random, depth: number): unknown {
  switch (random.below(depth > 4 ? 5 : 8)) {
    case 0:
      return random.pick([0, 1, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER]);
    case 1:
      return random.chance(0.5);
    case 2:
      return null;
    case 3:
    case 4:
      return random.pick(WORDS);
    case 5:
      return Array.from({ length: random.below(4) }, () => value(random, depth + 1));
    default:
      return order(random, depth + 1);
  }
}

function order(random: Random, depth: number): object {
  const entries = Array.from(
    { length: random.below(6) },
    () => [random.pick(KEYS), value(random, depth)] as const,
  );
  // As JSON.parse makes it: __proto__ is a key like others.
  return JSON.parse(
    `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`).join(',')}}`,
  ) as object;
}

function make(random: Random): [text: string, name: string] {
  const shaped = random.chance(0.5)
    ? {
        id: 'x',
        skill: random.pick(['bash', 'node', 'git', 'http']),
        cmd: random.pick(WORDS),
        ...order(random, 0),
      }
    : {
        id: 'x',
        steps: [{ [random.pick(['run', 'skill', 'module'])]: random.pick(WORDS), ...order(random, 2) }],
      };
  const whole = JSON.stringify(random.chance(0.8) ? shaped : value(random, 0), null, random.below(3));
  const text = random.chance(0.6) ? mutateText(random, whole) : whole;
  return [text, random.pick(['order.json', 'order.yaml', 'order', 'order.JSON', '../x.json'])];
}

export const target: FuzzTarget = {
  name: 'order',
  make,
  run(input) {
    const [text = '', name = ''] = input as string[];
    try {
      const read = readOrderText(text, name);
      assert.ok(read.orderId.length > 0 && read.orderId.length <= 200, 'the id');
      assert.ok(read.title.length > 0 && read.title.length <= 200, 'the title');
      assert.ok(JSON.stringify(read).length < 4 * text.length + 2_000, 'grew');
    } catch (error) {
      if (!(error instanceof LukaError)) throw error;
      assert.ok(Object.hasOwn(ERRORS, error.code) && error.code !== 'internal', error.code);
      assert.ok(error.message.length < 3_000, 'the message');
    }
    const scan = scanJson(text);
    assert.equal(scan.ok, isJson(text), 'JSON.parse thinks otherwise');
    assert.deepEqual(Object.keys(Object.prototype), []);
  },
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
