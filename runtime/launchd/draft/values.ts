/** Values of a plist, as they are written often. */
import type { PlistEntry, PlistValue } from '../plist/plist-value.ts';

export const text = (value: string): PlistValue => ({ kind: 'string', value });
export const whole = (value: number): PlistValue => ({ kind: 'integer', value: BigInt(value) });
export const yes: PlistValue = { kind: 'boolean', value: true };
export const listOf = (items: readonly PlistValue[]): PlistValue => ({ kind: 'array', items });
export const dictOf = (entries: readonly PlistEntry[]): PlistValue => ({ kind: 'dict', entries });
