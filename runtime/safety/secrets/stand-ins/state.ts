/** What a stand-in keeps from one call to the next, in the file that STAND_IN_STATE names. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface StandInState {
  /** By account or attributes. */
  readonly items: Record<string, string>;
  /** The arguments of every call. */
  readonly calls: (readonly string[])[];
  /** Locked, without a bus, or asking in a window that nobody sees. */
  mode?: 'locked' | 'gone' | 'hangs';
}

const file = process.env['STAND_IN_STATE']!;

export function readState(): StandInState {
  return JSON.parse(readFileSync(file, 'utf8')) as StandInState;
}

export function writeState(state: StandInState): void {
  writeFileSync(file, JSON.stringify(state));
}
