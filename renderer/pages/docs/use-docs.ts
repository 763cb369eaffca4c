/** Pages of the documentation as they are asked for. */
import { useEffect, useState } from 'react';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { DOC_NAMES, docTitle, loadDoc } from './doc-files.ts';
import { sectionsOf, type DocSection } from './search-docs.ts';

interface Loaded<T> {
  readonly value?: T;
  readonly error?: ApiError;
}

/** The text of a page; `null` where there is none of that name. */
export function useDoc(name: string): Loaded<string | null> {
  const [loaded, setLoaded] = useState<Loaded<string | null> & { name?: string }>({});
  useEffect(() => {
    let isGone = false;
    const show = (one: Loaded<string | null>): void => {
      if (!isGone) setLoaded({ ...one, name });
    };
    (loadDoc(name) ?? Promise.resolve(null)).then(
      (value) => show({ value }),
      (error: unknown) => show({ error: toApiError(error) }),
    );
    return () => {
      isGone = true;
    };
  }, [name]);
  return loaded.name === name ? loaded : {};
}

let everything: Promise<readonly DocSection[]> | undefined;

/** All sections of all pages, read when something is searched for. */
export function useSections(isWanted: boolean): Loaded<readonly DocSection[]> {
  const [loaded, setLoaded] = useState<Loaded<readonly DocSection[]>>({});
  useEffect(() => {
    if (!isWanted) return;
    everything ??= Promise.all(
      DOC_NAMES.map(async (name) => sectionsOf(name, docTitle(name), (await loadDoc(name)) ?? '')),
    ).then((pages) => pages.flat());
    everything.then(
      (value) => setLoaded({ value }),
      (error: unknown) => {
        // So that the next attempt reads anew.
        everything = undefined;
        setLoaded({ error: toApiError(error) });
      },
    );
  }, [isWanted]);
  return loaded;
}
