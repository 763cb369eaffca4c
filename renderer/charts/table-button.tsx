/** The way to the numbers behind a chart, and the box they stand in. */
import type { ReactNode } from 'react';

export function TableButton({
  label,
  open,
  id,
  onChange,
}: {
  /** Of the chart. */
  label: string;
  open: boolean;
  /** Of the box. */
  id: string;
  onChange: (open: boolean) => void;
}) {
  const text = open ? 'Hide the table' : 'As a table';
  return (
    <button
      type="button"
      aria-label={`${text}: ${label}`}
      aria-expanded={open}
      aria-controls={open ? id : undefined}
      className="link shrink-0 text-sm"
      onClick={() => onChange(!open)}
    >
      {text}
    </button>
  );
}

export function TableBox({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    // Scrolled by keys, too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section id={id} className="chart-scroll" aria-label={`${label}, as a table`} tabIndex={0}>
      {children}
    </section>
  );
}
