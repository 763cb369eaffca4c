/** On every page that is of another version than the Luka it shows: a page left open, or a window over an older engine. */
import { RefreshCw } from 'lucide-react';
import { VERSION } from '#shared/version.ts';
import { useLive } from '../live/store.ts';
import { bridge } from '../session/host.ts';

export function VersionBanner() {
  const running = useLive((state) => state.overview?.status.version);
  if (running === undefined || running === VERSION) return null;
  return (
    <section
      aria-label="Versions differ"
      className="notice flex shrink-0 items-center gap-3 border-b border-line px-4 py-1.5 text-waiting md:px-6"
    >
      <RefreshCw size={15} aria-hidden className="shrink-0" />
      <p className="min-w-0 grow">
        <span className="font-semibold">
          Luka {running} runs; this {bridge ? 'window' : 'page'} is of {VERSION}.
        </span>{' '}
        <span className="text-ink-2">
          {bridge
            ? 'Some of it may be missing. Stop the one that runs (luka down), then open Luka again.'
            : 'Some of it may be missing until it is loaded again.'}
        </span>
      </p>
      {bridge ? null : (
        <button type="button" className="btn" onClick={() => location.reload()}>
          Reload
        </button>
      )}
    </section>
  );
}
