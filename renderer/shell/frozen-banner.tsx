/** On every page, while nothing new starts. */
import { Snowflake } from 'lucide-react';
import { useState } from 'react';
import { setFrozen } from '../live/actions.ts';
import { useLive } from '../live/store.ts';

export function FrozenBanner() {
  const frozen = useLive((state) => state.policy?.paused ?? false);
  const [busy, setBusy] = useState(false);
  if (!frozen) return null;
  const thaw = async (): Promise<void> => {
    setBusy(true);
    await setFrozen(false);
    setBusy(false);
  };
  return (
    <section
      aria-label="Luka is frozen"
      className="notice flex shrink-0 items-center gap-3 border-b border-line px-4 py-1.5 text-waiting md:px-6"
    >
      <Snowflake size={15} aria-hidden className="shrink-0" />
      <p className="min-w-0 grow">
        <span className="font-semibold">Frozen: nothing new starts.</span>{' '}
        <span className="text-ink-2">What runs goes on; what is queued waits.</span>
      </p>
      <button type="button" className="btn" disabled={busy} onClick={() => void thaw()}>
        Thaw
      </button>
    </section>
  );
}
