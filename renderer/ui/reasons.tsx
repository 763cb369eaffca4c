/** Why the gate decided as it did: each reason with where it was seen. What it shows is never interpreted. */
import type { RiskReason } from '#shared/nouns/gate.ts';
import { Said } from './said.tsx';
import { plain, plainLine } from '../words/plain.ts';
import { GROUP_WORDS, groupReasons } from '../words/risk.ts';
import { capital } from '../words/run-state.ts';

const TONES = { deny: 'text-failed', ask: 'text-waiting', risk: 'text-ink-2' } as const;

/** @param steps how many the work has: with one, nobody has to be told which it is */
export function Reasons({ reasons, level = 3 }: { reasons: readonly RiskReason[]; level?: 3 | 4 }) {
  const Heading = `h${level}` as const;
  if (reasons.length === 0)
    return <p className="text-ink-2">Nothing was found that speaks against it; it is asked about anyway.</p>;
  return groupReasons(reasons).map(({ group, reasons: own }) => (
    <div key={group} className="mb-4 last:mb-0">
      <Heading className={`mb-1 text-sm font-medium ${TONES[group]}`}>{GROUP_WORDS[group]}</Heading>
      <ul aria-label={GROUP_WORDS[group]} className="divide-y divide-line border-y border-line">
        {own.map((reason, index) => (
          // One rule may have seen several things.
          // oxlint-disable-next-line react/no-array-index-key
          <Reason key={`${reason.rule} ${index}`} reason={reason} />
        ))}
      </ul>
    </div>
  ));
}

function Reason({ reason: { rule, points, text, evidence, step } }: { reason: RiskReason }) {
  return (
    <li className="py-2">
      <div className="flex items-baseline gap-3">
        <p className="min-w-0 grow [overflow-wrap:anywhere]">
          <Said text={capital(plainLine(text))} />
        </p>
        <span className="shrink-0 text-sm text-ink-2">
          <span className="sr-only">scores </span>
          {points}
        </span>
      </div>
      {evidence === undefined ? null : (
        <pre
          // The keyboard scrolls it.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="code-box mt-1 max-h-[140px] overflow-y-auto"
        >
          {plain(evidence)}
        </pre>
      )}
      <p className="mt-0.5 text-xs text-ink-3">
        {step === undefined ? '' : `Step ${step + 1} · `}
        <code>{rule}</code>
      </p>
    </li>
  );
}
