/** Reads a part of the insights, and keeps what was read of another range until the new is there: nothing jumps. */
import { useState } from 'react';
import { useFetched, type Fetched } from '../../live/use-fetched.ts';

/** @param key of what is read, with its range: another key is another answer; undefined reads nothing */
export function useInsight<T>(
  key: string | undefined,
  load: (signal: AbortSignal) => Promise<T>,
): Fetched<T> {
  const fetched = useFetched(key, load, { follows: 'insightsStamp' });
  const [held, setHeld] = useState<T>();
  if (fetched.value !== undefined && fetched.value !== held) setHeld(fetched.value);
  const failed = fetched.error !== undefined && fetched.value === undefined;
  return { ...fetched, value: fetched.value ?? (failed ? undefined : held) };
}
