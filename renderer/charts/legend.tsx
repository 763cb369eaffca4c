/** What each look of a chart stands for: drawn like in the chart, so that no colour has to be known. */
import type { Band, ChartSeries, ChartTone, Look } from './chart-data.ts';

const TONES: Readonly<Record<ChartTone, string>> = {
  accent: 'text-accent',
  ok: 'text-ok',
  failed: 'text-failed',
  waiting: 'text-waiting',
  quiet: 'text-quiet',
};

export function Legend({ series, band }: { series: readonly ChartSeries[]; band?: Band | undefined }) {
  if (series.length < 2 && band === undefined) return null;
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-ink-2">
      {series.map(({ label, look, tone }) => (
        <li key={label} className="flex items-center gap-1.5">
          <Swatch look={look} tone={tone} />
          {label}
        </li>
      ))}
      {band === undefined ? null : (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="chart-band-swatch" />
          {band.label}
        </li>
      )}
    </ul>
  );
}

function Swatch({ look, tone }: { look: Look; tone: ChartTone }) {
  return (
    <svg width="18" height="10" viewBox="0 0 18 10" aria-hidden className={`shrink-0 ${TONES[tone]}`}>
      <Shape look={look} />
    </svg>
  );
}

function Shape({ look }: { look: Look }) {
  const line = { x1: 0, x2: 18, y1: 5, y2: 5, stroke: 'currentColor', strokeWidth: 2 };
  switch (look) {
    case 'line':
      return <line {...line} />;
    case 'area':
      return (
        <>
          <rect x="0" y="4" width="18" height="6" fill="currentColor" opacity="0.2" />
          <line {...line} y1={4} y2={4} />
        </>
      );
    case 'dashed':
      return <line {...line} strokeDasharray="6 3" />;
    case 'dotted':
      return <line {...line} strokeDasharray="2 2.5" />;
    case 'bars':
      return <rect x="3" y="0" width="12" height="10" rx="1" fill="currentColor" />;
    case 'hatched':
      return (
        <g stroke="currentColor" strokeWidth="2">
          <path d="M3 5 8 0M3 10 13 0M8 10 15 3M13 10 15 8" fill="none" />
          <rect x="3.5" y="0.5" width="11" height="9" fill="none" strokeWidth="1" />
        </g>
      );
    case 'points':
      return (
        <g fill="currentColor">
          <circle cx="3" cy="6" r="2" />
          <circle cx="9" cy="3.5" r="2" />
          <circle cx="15" cy="6.5" r="2" />
        </g>
      );
    case 'crosses':
      return <path d="m5 1 8 8m0-8-8 8" stroke="currentColor" strokeWidth="2" fill="none" />;
    case 'marks':
      return <circle cx="9" cy="5" r="3.9" fill="none" stroke="currentColor" strokeWidth="2" />;
  }
}
