/** By when a task must have succeeded: how it stands with that, and how it went the last times. */
import { AlarmClock } from 'lucide-react';
import { Link } from 'wouter';
import type { SlaStatus } from '#shared/nouns/sla.ts';
import { useMachineClock } from '../../live/machine-clock.ts';
import { Due } from '../../ui/clock.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/page.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { SLA_WORDS } from '../../words/notify.ts';
import { plainLine } from '../../words/plain.ts';
import { capital } from '../../words/run-state.ts';
import { clockAt, momentAt } from '../../words/zone.ts';

/** @param named its title stands in the notice, for there may be several on a page */
export function DeadlineNotice({ sla, named = false }: { sla: SlaStatus; named?: boolean }) {
  const tz = useMachineClock((state) => state.tz);
  if (sla.state !== 'at_risk' && sla.state !== 'broken') return null;
  const broken = sla.state === 'broken';
  const rest = broken
    ? `was not done by ${momentAt(sla.deadline, tz)}`
    : `may not be done by ${clockAt(sla.deadline, tz)}`;
  return (
    <Notice
      tone={broken ? 'failed' : 'waiting'}
      icon={AlarmClock}
      label={`Deadline of ${sla.title}`}
      title={
        named ? (
          <>
            <Link to={`/tasks/${encodeURIComponent(sla.task)}`} className="quiet-link">
              {sla.title}
            </Link>{' '}
            {rest}
          </>
        ) : (
          `It ${rest}`
        )
      }
    >
      {capital(plainLine(sla.reason))}.
    </Notice>
  );
}

export function TaskDeadline({ sla }: { sla: SlaStatus }) {
  const tz = useMachineClock((state) => state.tz);
  const { label, tone } = SLA_WORDS[sla.state];
  return (
    <Section id="deadline" title="Deadline">
      <p className="break-words">
        Must have {plainLine(sla.words)}. <span className={TONE_TEXT[tone]}>{label}</span>
        {sla.state === 'waiting' ? (
          <>
            , <Due at={sla.deadline} />
          </>
        ) : (
          `, ${momentAt(sla.deadline, tz)}`
        )}
        .
      </p>
      <p className="text-sm break-words text-ink-2">
        {capital(plainLine(sla.reason))}.
        {sla.startBy === undefined ? '' : ` By what runs took it must start by ${clockAt(sla.startBy, tz)}.`}
      </p>
      {sla.past.length > 0 ? (
        <details className="mt-2">
          <summary className="link text-sm">How it went before</summary>
          <ul aria-label="Deadlines before" className="mt-1 divide-y divide-line border-y border-line">
            {sla.past.map(({ deadline, state, reason }) => (
              <li key={deadline} className="flex flex-wrap gap-x-3 py-1 text-sm">
                <span className="w-[150px] shrink-0 tabular-nums">{momentAt(deadline, tz)}</span>
                <span className={`w-[56px] shrink-0 ${TONE_TEXT[SLA_WORDS[state].tone]}`}>
                  {SLA_WORDS[state].label}
                </span>
                <span className="min-w-[180px] grow basis-0 break-words text-ink-2">{plainLine(reason)}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Section>
  );
}
