/** The tokens of the styles for a canvas, which knows no CSS variables; and when they change. */
import { useMemo, useSyncExternalStore } from 'react';
import type { ChartTone } from './chart-data.ts';

const NAMES: Readonly<Record<ChartTone | 'text' | 'grid' | 'ground', string>> = {
  accent: '--accent',
  ok: '--ok',
  failed: '--failed',
  waiting: '--waiting',
  quiet: '--quiet',
  text: '--ink-3',
  grid: '--line',
  ground: '--bg',
};
export type Colors = Readonly<Record<keyof typeof NAMES, string>>;

function subscribe(changed: () => void): () => void {
  const media = window.matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  media.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    media.removeEventListener('change', changed);
  };
}

function read(): string {
  const style = getComputedStyle(document.documentElement);
  return Object.values(NAMES)
    .map((name) => style.getPropertyValue(name).trim())
    .join('|');
}

/** As the page's theme now has them; others as soon as it changes. */
export function useColors(): Colors {
  const values = useSyncExternalStore(subscribe, read);
  return useMemo(() => {
    const parts = values.split('|');
    return Object.fromEntries(Object.keys(NAMES).map((key, index) => [key, parts[index] ?? ''])) as Colors;
  }, [values]);
}
