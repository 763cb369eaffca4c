/** One reading for everybody who asks at about the same time: fifty slots that wait must not start fifty programs. */
import type { Clock } from '../clock.ts';
import type { Readings } from './condition.ts';
import type { Machine } from './ports.ts';

const FRESH_MS = 1_000;

interface Kept {
  readonly answer: Promise<unknown>;
  /** By the monotonic clock; without end while the answer is awaited. */
  until: number;
}

export function shareReadings(machine: Machine, clock: Clock): Omit<Readings, 'home'> {
  const kept = new Map<string, Kept>();
  const share = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const now = clock.monotonic();
    for (const [other, { until }] of kept) if (until <= now) kept.delete(other);
    const known = kept.get(key);
    if (known) return known.answer as Promise<T>;
    const answer = read();
    const entry: Kept = { answer, until: Infinity };
    kept.set(key, entry);
    const over = (): void => {
      entry.until = clock.monotonic() + FRESH_MS;
    };
    answer.then(over, over);
    return answer;
  };
  return {
    power: () => share('power', () => machine.power()),
    network: (target) => share(`network ${target ?? ''}`, () => machine.network(target)),
    volumes: () => share('volumes', () => machine.volumes()),
    freeBytes: (path) => share(`free ${path}`, () => machine.freeBytes(path)),
    idleMs: () => share('idle', () => machine.idleMs()),
  };
}
