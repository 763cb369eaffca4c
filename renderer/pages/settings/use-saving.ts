/** Saving of a part of the settings that has a form of its own: one at a time, and what came of it. */
import { useState } from 'react';
import { toApiError, type ApiError } from '../../api/api-error.ts';

export interface Saving<T> {
  readonly busy: boolean;
  readonly error: ApiError | undefined;
  readonly save: (next: T) => Promise<void>;
}

/**
 * @param onSave rejects with an ApiError
 * @param onSaved shows what is in force now
 */
export function useSaving<T>(onSave: (next: T) => Promise<void>, onSaved: (now: T) => void): Saving<T> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  return {
    busy,
    error,
    save: async (next) => {
      setBusy(true);
      setError(undefined);
      try {
        await onSave(next);
        onSaved(next);
      } catch (thrown) {
        setError(toApiError(thrown));
      }
      setBusy(false);
    },
  };
}
