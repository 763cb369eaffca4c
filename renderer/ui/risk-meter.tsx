/* oxlint-disable jsx-a11y/prefer-tag-over-role -- <meter> cannot be drawn the same everywhere */
/** A risk score as a small bar with a number and a word. The bar's length and the word say it without the colour. */
import { riskWords, type RiskTone } from '../words/risk.ts';

export const RISK_TEXT: Readonly<Record<RiskTone, string>> = {
  quiet: 'text-ink-2',
  waiting: 'text-waiting',
  failed: 'text-failed',
};

/** @param threshold marked on the bar: from there on a human is asked */
export function RiskMeter({
  score,
  threshold,
  width = 44,
}: {
  score: number;
  threshold?: number;
  width?: number;
}) {
  const { word, tone } = riskWords(score);
  return (
    <span className={`inline-flex items-center gap-2 whitespace-nowrap ${RISK_TEXT[tone]}`}>
      <span
        role="meter"
        aria-label="Risk"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={score}
        aria-valuetext={`${score} of 100, ${word.toLowerCase()}`}
        className="relative inline-block h-[6px] overflow-hidden rounded-full bg-active"
        style={{ width }}
      >
        <span className="absolute inset-y-0 left-0 rounded-full bg-current" style={{ width: `${score}%` }} />
        {threshold === undefined || threshold > 100 || threshold === 0 ? null : (
          <span className="absolute inset-y-0 w-[1.5px] bg-ink" style={{ left: `${threshold}%` }} />
        )}
      </span>
      <span aria-hidden className="text-sm font-medium">
        {score} <span className="font-normal">{word}</span>
      </span>
    </span>
  );
}
