/** What may lie over any page: the palette, the search in the page, and files that were dropped. */
import { Suspense, useCallback, useEffect, useState } from 'react';
import { bridge } from '../session/host.ts';
import { lazily } from '../ui/lazy.tsx';
import { DropZone } from './drop-zone.tsx';
import { FindBar } from './find-bar.tsx';
import { onPageCommand } from './page-commands.ts';
import { ShortcutList, Shortcuts } from './shortcuts.tsx';

const Palette = lazily(async () => (await import('./palette.tsx')).Palette);

export function Overlays() {
  const [palette, setPalette] = useState(false);
  const [finding, setFinding] = useState(false);
  const [keys, setKeys] = useState(false);
  const openPalette = useCallback(() => setPalette(true), []);
  const openKeys = useCallback(() => setKeys(true), []);
  const closePalette = useCallback(() => setPalette(false), []);
  useEffect(() => {
    const find = (): void => {
      const log = document.querySelector<HTMLInputElement>('[data-log-search]');
      if (log) log.focus();
      else setFinding(true);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return;
      const key = event.key.toLowerCase();
      if (key === 'k' && !document.querySelector('dialog[open]')) openPalette();
      // A browser has a search of its own, and keeps it.
      else if (key === 'f' && bridge) find();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    const offs = [onPageCommand('palette', openPalette), onPageCommand('find', find)];
    return () => {
      document.removeEventListener('keydown', onKey);
      for (const off of offs) off();
    };
  }, [openPalette]);
  return (
    <>
      <Shortcuts onList={openKeys} />
      {keys ? <ShortcutList onClose={() => setKeys(false)} /> : null}
      {palette ? (
        <Suspense fallback={null}>
          <Palette onClose={closePalette} showKeys={openKeys} />
        </Suspense>
      ) : null}
      {finding && bridge ? <FindBar bridge={bridge} onClose={() => setFinding(false)} /> : null}
      <DropZone />
    </>
  );
}
