/** What was found about the result of a run, and a human's word on it. */
import { useState } from 'react';
import type { Run } from '#shared/nouns/run.ts';
import { giveVerdict } from '../../live/actions.ts';
import { CheckList } from '../../ui/check-list.tsx';
import { Ago } from '../../ui/clock.tsx';
import { FormField } from '../../ui/form-field.tsx';
import { Section } from '../../ui/page.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { checkCounts, VALIDATION_WORDS } from '../../words/check-state.ts';
import { plain } from '../../words/plain.ts';
import { capital, isActive } from '../../words/run-state.ts';

export function RunChecks({ run }: { run: Run }) {
  const { checks, verdict, validation } = run;
  return (
    <>
      {checks.length > 0 ? (
        <Section
          id="checks"
          title="Checks"
          aside={<span className="text-sm text-ink-3">{capital(checkCounts(checks))}</span>}
        >
          <CheckList checks={checks} label="Checks" />
        </Section>
      ) : null}
      {validation === undefined ? null : (
        <Section id="verdict" title="Result">
          {verdict === undefined ? null : <Given verdict={verdict} />}
          {validation === 'waiting' && !isActive(run.state) ? <VerdictForm run={run} /> : null}
        </Section>
      )}
    </>
  );
}

function Given({ verdict: { verdict, by, at, reason } }: { verdict: NonNullable<Run['verdict']> }) {
  const { label, tone } = VALIDATION_WORDS[verdict];
  return (
    <div className="rounded-[7px] border border-line px-3 py-2">
      <p>
        <span className={`font-semibold ${TONE_TEXT[tone]}`}>{label}</span>{' '}
        <span className="text-sm text-ink-2">
          by {by === 'person' ? 'you' : by}, <Ago at={at} />
        </span>
      </p>
      {reason === undefined ? null : (
        <p className="mt-0.5 break-words whitespace-pre-line">{capital(plain(reason))}</p>
      )}
    </div>
  );
}

function VerdictForm({ run }: { run: Run }) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const say = async (verdict: 'accepted' | 'rejected'): Promise<void> => {
    setBusy(true);
    await giveVerdict(run, verdict, reason.trim());
    setBusy(false);
  };
  return (
    <form aria-label="Verdict" onSubmit={(event) => event.preventDefault()}>
      <p className="mb-2 text-ink-2">
        Somebody has to say whether this is good. The run itself stays as it ended.
      </p>
      <FormField label="Reason (optional)">
        {(ids) => (
          <textarea
            {...ids}
            className="field"
            rows={2}
            maxLength={2_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </FormField>
      <div className="flex gap-2">
        <button
          type="button"
          className="btn btn-primary"
          disabled={busy}
          onClick={() => void say('accepted')}
        >
          Accept
        </button>
        <button type="button" className="btn btn-danger" disabled={busy} onClick={() => void say('rejected')}>
          Reject
        </button>
      </div>
    </form>
  );
}
