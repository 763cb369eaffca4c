/** Checks of a result: each with how it went and what was found. */
import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { CheckOutcome, CheckResult } from '#shared/nouns/check.ts';
import { byNeed, OUTCOME_WORDS } from '../words/check-state.ts';
import { plain, plainLine } from '../words/plain.ts';
import { capital } from '../words/run-state.ts';
import { TONE_TEXT } from './tone.ts';

const ICONS: Readonly<Record<CheckOutcome, LucideIcon>> = {
  passed: CircleCheck,
  failed: CircleAlert,
  warning: TriangleAlert,
  undecided: CircleHelp,
};

export function CheckList({ checks, label }: { checks: readonly CheckResult[]; label: string }) {
  return (
    <ul aria-label={label} className="divide-y divide-line border-y border-line">
      {byNeed(checks).map(({ index, name, outcome, level, message }) => {
        const Icon = ICONS[outcome];
        const { label: words, tone } = OUTCOME_WORDS[outcome];
        return (
          <li key={index} className="flex gap-2.5 py-1.5">
            <Icon size={14} aria-hidden className={`mt-[3px] shrink-0 ${TONE_TEXT[tone]}`} />
            <div className="min-w-0 grow">
              <p className="[overflow-wrap:anywhere]">{plainLine(name)}</p>
              {message === '' || message === name ? null : (
                <p className="text-sm [overflow-wrap:anywhere] whitespace-pre-line text-ink-2">
                  {capital(plain(message))}
                </p>
              )}
            </div>
            <span className={`shrink-0 text-sm ${tone === 'ok' ? 'text-ink-3' : TONE_TEXT[tone]}`}>
              {words}
              {level === 'warning' && outcome === 'undecided' ? ', optional' : ''}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
