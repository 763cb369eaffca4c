import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 759.98px)');
const onNarrow = (changed: () => void): (() => void) => {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
};

/** Whether the page is as narrow as a phone's: the width at which the styles change, too. */
export function useNarrow(): boolean {
  return useSyncExternalStore(onNarrow, () => narrow.matches);
}
