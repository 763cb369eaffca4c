/** Says to screen readers how runs end, whatever page is open. */
import { useLive } from '../live/store.ts';

export function Announcer() {
  const announcement = useLive((state) => state.announcement);
  return (
    <div aria-live="polite" aria-label="Run results" role="log" className="sr-only">
      {announcement}
    </div>
  );
}
