import { useEffect, useRef, useState } from 'react';
import type { Hovered } from './hover-card.tsx';

const SHOW_MS = 120;
/** Long enough for the pointer to go from the mark into its tooltip. */
const HIDE_MS = 180;

export interface Hovering {
  readonly hovered: Hovered | undefined;
  /** @param delayed for the pointer, which passes over marks on its way elsewhere */
  readonly show: (next: Hovered, delayed: boolean) => void;
  readonly keep: () => void;
  readonly hideSoon: () => void;
  readonly hide: () => void;
}

/** Which mark's tooltip is shown. */
export function useHovered(): Hovering {
  const [hovered, setHovered] = useState<Hovered>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const after = (ms: number, next: Hovered | undefined): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(setHovered, ms, next);
  };
  return {
    hovered,
    show: (next, delayed) => {
      if (delayed && hovered?.group !== next.group) after(hovered ? SHOW_MS / 2 : SHOW_MS, next);
      else {
        clearTimeout(timer.current);
        setHovered(next);
      }
    },
    keep: () => clearTimeout(timer.current),
    hideSoon: () => after(HIDE_MS, undefined),
    hide: () => {
      clearTimeout(timer.current);
      setHovered(undefined);
    },
  };
}
