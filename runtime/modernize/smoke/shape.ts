/** What a value is like, said so that two processes can compare it: kinds, keys and plain values, no identities. */

export interface Shape {
  readonly kind: string;
  /** Of what is plain: a text, a number, a pattern. */
  readonly value?: string;
  /** How many parameters, items or bytes. */
  readonly length?: number;
  readonly keys?: Readonly<Record<string, Shape>>;
  /** Of a class or a constructor: what its instances have. */
  readonly members?: readonly string[];
}

const LIMITS = { depth: 4, keys: 200, text: 2_000 };

/** @param read getters that are asked; others are only said to be ones */
export function shapeOf(value: unknown, read: (key: string) => boolean = () => false): Shape {
  return describe(value, { depth: 0, seen: new Set(), read });
}

interface Walk {
  readonly depth: number;
  readonly seen: Set<object>;
  readonly read: (key: string) => boolean;
}

function describe(value: unknown, walk: Walk): Shape {
  switch (typeof value) {
    case 'string':
      return { kind: 'string', value: value.slice(0, LIMITS.text), length: value.length };
    case 'number':
      return { kind: 'number', value: Object.is(value, -0) ? '-0' : String(value) };
    case 'bigint':
    case 'boolean':
    case 'symbol':
      return { kind: typeof value, value: String(value) };
    case 'undefined':
      return { kind: 'undefined' };
    case 'function':
      return describeFunction(value, walk);
    default:
      return typeof value === 'object' && value !== null ? describeObject(value, walk) : { kind: 'null' };
  }
}

type AnyFunction = (...args: never[]) => unknown;

function describeFunction(value: unknown, walk: Walk): Shape {
  const call = value as AnyFunction;
  const isClass = /^class\b/.test(Function.prototype.toString.call(call));
  const kind = isClass ? 'class' : tagOf(call);
  const prototype: unknown = Object.getOwnPropertyDescriptor(call, 'prototype')?.value;
  const members =
    typeof prototype === 'object' && prototype !== null
      ? Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor')
      : [];
  return {
    kind,
    length: call.length,
    ...(members.length > 0 ? { members: members.toSorted() } : {}),
    ...keysOf(call, walk),
  };
}

function describeObject(value: object, walk: Walk): Shape {
  const tag = tagOf(value);
  if (walk.seen.has(value)) return { kind: `${tag} seen before` };
  if (value instanceof RegExp) return { kind: tag, value: String(value) };
  if (value instanceof Error) return { kind: tag, value: `${value.name}: ${value.message}` };
  if (ArrayBuffer.isView(value)) return { kind: tag, length: value.byteLength };
  if (value instanceof Map || value instanceof Set) return { kind: tag, length: value.size };
  return { kind: tag, ...(Array.isArray(value) ? { length: value.length } : {}), ...keysOf(value, walk) };
}

function keysOf(value: object, walk: Walk): { keys?: Record<string, Shape> } {
  if (walk.depth >= LIMITS.depth) return {};
  const inside: Walk = { depth: walk.depth + 1, seen: new Set([...walk.seen, value]), read: () => false };
  const keys: Record<string, Shape> = {};
  for (const key of Object.keys(value).slice(0, LIMITS.keys)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property === undefined) continue;
    if (property.get && !walk.read(key)) keys[key] = { kind: 'getter' };
    else keys[key] = describe(readOf(value, key), inside);
  }
  return Object.keys(keys).length > 0 ? { keys } : {};
}

function readOf(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch (error) {
    return error;
  }
}

/** `AsyncFunction`, `Object`, `Map`, … */
function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}
