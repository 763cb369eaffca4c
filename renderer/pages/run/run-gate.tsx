/** What the gate made of a run, and what became of its result. */
import { Link } from 'wouter';
import type { Run } from '#shared/nouns/run.ts';
import { approvalAddress } from '../../live/approval-news.ts';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Section } from '../../ui/page.tsx';
import { Reasons } from '../../ui/reasons.tsx';
import { RiskMeter } from '../../ui/risk-meter.tsx';
import { ASKER_WORDS, CONFINEMENT_WORDS, decisionWords, thresholdWords } from '../../words/risk.ts';
import { capital, count } from '../../words/run-state.ts';

export function RunGate({ run }: { run: Run }) {
  const { gate, confinement, approval, state } = run;
  if (!gate) return null;
  const level = confinement?.level ?? gate.confinement;
  return (
    <Section id="gate" title="Gate">
      <Facts>
        <Fact name="Decision">
          {approval === undefined ? (
            decisionWords(gate)
          ) : (
            <Link to={approvalAddress(approval)} className="link">
              {decisionWords(gate)}
            </Link>
          )}
        </Fact>
        <Fact name="Risk">
          <RiskMeter score={gate.score} threshold={gate.threshold} />
          <p className="text-sm text-ink-3">
            {capital(thresholdWords(gate.threshold))}, from {ASKER_WORDS[gate.asker]}
          </p>
        </Fact>
        <Fact name="Confined">
          {CONFINEMENT_WORDS[level].name}
          {confinement === undefined || confinement.level === 'off' ? '' : ` by ${confinement.by}`}
        </Fact>
        <Fact name="Policy">
          <code>{gate.policy}</code>
        </Fact>
      </Facts>
      {gate.reasons.length > 0 ? (
        <details className="-mt-3 mb-6" open={state === 'denied' || state === 'awaiting_approval'}>
          <summary className="link w-fit text-sm">{count(gate.reasons.length, 'reason')}</summary>
          <div className="mt-2">
            <Reasons reasons={gate.reasons} />
          </div>
        </details>
      ) : null}
    </Section>
  );
}
