/* oxlint-disable jsx-a11y/prefer-tag-over-role -- <meter> cannot be drawn the same everywhere */
/** A share of one as a small bar; words beside it say the same. */

export function Meter({
  label,
  value,
  text,
  width = 44,
}: {
  label: string;
  /** 0 to 1 */
  value: number;
  /** The value in words, for a screen reader. */
  text: string;
  width?: number;
}) {
  const share = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <span
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share}
      aria-valuetext={`${share} of 100, ${text.toLowerCase()}`}
      className="relative inline-block h-[6px] shrink-0 overflow-hidden rounded-full bg-active"
      style={{ width }}
    >
      <span className="absolute inset-y-0 left-0 rounded-full bg-current" style={{ width: `${share}%` }} />
    </span>
  );
}
