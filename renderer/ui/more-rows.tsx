/** The end of a list that is read page by page: how much of it is shown, and the next page when asked for. */
import type { Page } from '../live/pages.ts';

export function MoreRows({
  list: { rows, total, next },
  busy,
  of,
  onMore,
}: {
  list: Page<unknown>;
  busy: boolean;
  /** `memories` */
  of: string;
  onMore: () => void;
}) {
  if (next === undefined) return null;
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-3">
      <button type="button" className="btn" aria-disabled={busy} onClick={onMore}>
        {busy ? 'Reading…' : 'Show more'}
      </button>
      <output>
        {rows.length.toLocaleString('en-GB')} of {total.toLocaleString('en-GB')} {of}
      </output>
    </p>
  );
}
