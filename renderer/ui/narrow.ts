import { useSyncExternalStore } from 'react';

/** Follows a question about the width of the window. */
function follow(query: string): () => boolean {
  const media = window.matchMedia(query);
  const subscribe = (changed: () => void): (() => void) => {
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  };
  return () => useSyncExternalStore(subscribe, () => media.matches);
}

/** Whether the page is as narrow as a phone's: the width at which the styles change, too. */
export const useNarrow = follow('(max-width: 759.98px)');

/** Whether a second column has room beside a list: from `lg` of the styles on. */
export const useRoomy = follow('(min-width: 1024px)');
