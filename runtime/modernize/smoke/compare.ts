/** Whether a module gives what its CommonJS file gave: names, kinds, plain values, and what was written meanwhile. */
import { basename } from 'node:path';
import type { ExportPlan } from '../convert/named.ts';
import type { LoadEnd } from './load-apart.ts';
import type { Shape } from './shape.ts';
import type { Exports } from './snapshot.ts';

export interface Pair {
  /** Absolute. */
  readonly file: string;
  readonly output: string;
  readonly plan: ExportPlan;
}

export interface Comparison {
  /** Empty where they are the same. */
  readonly differences: readonly string[];
  /** Why nothing can be said of the exports, where both end the same way before they have any. */
  readonly unproven?: string;
}

const MOST = 12;

export function compareLoads(before: LoadEnd, after: LoadEnd, pair: Pair): Comparison {
  const same = (text: string): string =>
    text.replaceAll(pair.output, pair.file).replaceAll(basename(pair.output), basename(pair.file));
  if (before.timedOut || after.timedOut) {
    if (before.timedOut && after.timedOut)
      return { differences: [], unproven: 'neither of them ended loading in time' };
    return {
      differences: [`${before.timedOut ? 'the original' : 'the module'} did not end loading in time`],
    };
  }
  const [one, two] = [before.loaded, after.loaded];
  if (one === undefined || two === undefined) {
    if (one === two)
      return { differences: [], unproven: `both were ended while loading${firstLine(before.stderr)}` };
    return {
      differences: [
        `${one === undefined ? 'the original' : 'the module'} was ended while loading${firstLine((one === undefined ? before : after).stderr)}`,
      ],
    };
  }
  const differences: string[] = [];
  if (one.end === 'threw' && two.end === 'threw') {
    if (one.name === two.name && same(one.message).split('\n')[0] === same(two.message).split('\n')[0])
      return {
        differences: outputs(before, after, same),
        unproven: `both throw while loading: ${one.message.split('\n')[0]}`,
      };
    return {
      differences: [
        `the original throws "${one.message.split('\n')[0]}", the module throws "${two.message.split('\n')[0]}"`,
      ],
    };
  }
  if (one.end === 'exited' && two.end === 'exited') {
    if (one.code !== two.code)
      differences.push(`the original ends with ${one.code}, the module with ${two.code}`);
    differences.push(...outputs(before, after, same));
    return { differences, unproven: 'both end the process while loading' };
  }
  if (one.end !== 'loaded' || two.end !== 'loaded')
    return { differences: [`the original ${told(one)}, the module ${told(two)}`] };
  differences.push(...compareExports(one.first, two.first, pair.plan, same));
  if (differences.length === 0)
    differences.push(
      ...compareExports(one.later, two.later, pair.plan, same).map((text) => `a moment later: ${text}`),
    );
  differences.push(...outputs(before, after, same));
  return { differences: differences.slice(0, MOST) };
}

function told(loaded: NonNullable<LoadEnd['loaded']>): string {
  if (loaded.end === 'threw') return `throws "${loaded.message.split('\n')[0]}"`;
  return loaded.end === 'exited' ? `ends the process with ${loaded.code}` : 'loads';
}

function firstLine(text: string): string {
  const line = text.split('\n').find((one) => /Error\b/.test(one)) ?? text.trim().split('\n')[0] ?? '';
  return line === '' ? '' : `: ${line.slice(0, 200)}`;
}

function outputs(before: LoadEnd, after: LoadEnd, same: (text: string) => string): string[] {
  if (same(before.stdout) === same(after.stdout)) return [];
  return [
    `they write different things: ${JSON.stringify(before.stdout.slice(0, 80))} and ${JSON.stringify(after.stdout.slice(0, 80))}`,
  ];
}

/** @param same makes the name of the one file that of the other */
export function compareExports(
  before: Exports,
  after: Exports,
  plan: ExportPlan,
  same: (text: string) => string,
): string[] {
  const whole = before.whole ?? { kind: 'undefined' };
  const known = before.names ?? {};
  const names = after.names ?? {};
  const differences: string[] = [];
  const check = (at: string, expected: Shape, found: Shape | undefined): void => {
    if (found === undefined) differences.push(`${at} is missing`);
    else differences.push(...difference(at, expected, found, same));
  };
  if (plan.default === 'whole') check('default', whole, names['default']);
  if (plan.default === 'key') check('default', known['default'] ?? { kind: 'undefined' }, names['default']);
  if (plan.default === 'none' && Object.keys(whole.keys ?? {}).length > 0)
    differences.push('the original exports something, the module nothing');
  for (const name of plan.named) check(name, known[name] ?? { kind: 'undefined' }, names[name]);
  const expected = new Set(['default', 'module.exports', ...plan.named]);
  for (const [name, shape] of Object.entries(names)) {
    if (expected.has(name)) continue;
    if (plan.all === true) check(name, known[name] ?? { kind: 'undefined' }, shape);
    else differences.push(`${name} is exported by the module only`);
  }
  if (plan.open) return differences;
  for (const name of Object.keys(whole.keys ?? {}))
    if (!expected.has(name) && !plan.onlyDefault.includes(name) && !isKeyOfWhole(whole, name))
      differences.push(`${name} is no name of the module`);
  return differences;
}

/** The characters of a text and the items of a list are no names. */
function isKeyOfWhole(whole: Shape, name: string): boolean {
  return name === '__esModule' || (/^\d+$/.test(name) && whole.kind !== 'Object');
}

function difference(at: string, expected: Shape, found: Shape, same: (text: string) => string): string[] {
  if (expected.kind !== found.kind) return [`${at} was ${words(expected)} and is ${words(found)}`];
  // A text may hold the name of its own file, which makes it no longer or shorter: both end with four letters.
  if (same(expected.value ?? '') !== same(found.value ?? ''))
    return [`${at} was ${words(expected)} and is ${words(found)}`];
  if (expected.length !== found.length)
    return [`${at} had the length ${expected.length} and has ${found.length}`];
  if ((expected.members ?? []).join() !== (found.members ?? []).join()) return [`${at} has other members`];
  const keys = new Set([...Object.keys(expected.keys ?? {}), ...Object.keys(found.keys ?? {})]);
  return [...keys].flatMap((key) => {
    const [one, two] = [expected.keys?.[key], found.keys?.[key]];
    if (one === undefined) return [`${at}.${key} was not there`];
    return two === undefined ? [`${at}.${key} is missing`] : difference(`${at}.${key}`, one, two, same);
  });
}

function words({ kind, value }: Shape): string {
  return value === undefined ? kind : `${kind} ${JSON.stringify(value.slice(0, 60))}`;
}
