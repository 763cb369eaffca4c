/** Why a task did or did not run at a moment: one sentence, and each fact behind it with the record it is from. */
import { useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import type { Evidence, Slot, WhyAnswer } from '#shared/nouns/slot.ts';
import { useMachineClock } from '../../../live/machine-clock.ts';
import { useFetched } from '../../../live/use-fetched.ts';
import { client } from '../../../session/session.ts';
import { Section } from '../../../ui/page.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { SlotIcon } from '../../../ui/slot-icon.tsx';
import { capital } from '../../../words/run-state.ts';
import { markOf, reasonWords, slotWords } from '../../../words/slot-state.ts';
import { momentAt } from '../../../words/zone.ts';
import { readLocal } from '../../pauses/pause-until.ts';

/** The last slots that are offered. */
const PICKS = 4;

/** @param at the moment that is asked about, ISO 8601; now where there is none */
export function Why({
  task,
  at,
  onAsk,
}: {
  task: string;
  at: string | undefined;
  onAsk: (at: string | undefined) => void;
}) {
  const tz = useMachineClock((state) => state.tz);
  const last = useFetched(`slots ${task}`, async (signal) => {
    const { slots } = await client.listSlots({ query: { task, limit: PICKS } }, { signal });
    return slots;
  });
  const answer = useFetched(`why ${task} ${at ?? ''}`, (signal) =>
    client.getWhy({ params: { task }, query: at === undefined ? {} : { at } }, { signal }),
  );
  return (
    <Section id="why" title="Why did it run, or not?">
      <fieldset className="mt-1 mb-3 flex flex-wrap items-center gap-1.5">
        <legend className="sr-only">Moment</legend>
        <button
          type="button"
          aria-pressed={at === undefined}
          className={`btn ${at === undefined ? 'btn-on' : ''}`}
          onClick={() => onAsk(undefined)}
        >
          Now
        </button>
        {last.value?.map((slot) => (
          <Pick
            key={`${slot.trigger}${slot.due}`}
            slot={slot}
            tz={tz}
            chosen={slot.due === at}
            onAsk={onAsk}
          />
        ))}
        <OtherMoment tz={tz} onAsk={onAsk} />
      </fieldset>
      {answer.error ? <Problem error={answer.error} /> : null}
      {answer.value ? <Answer answer={answer.value} asked={at !== undefined} tz={tz} onAsk={onAsk} /> : null}
    </Section>
  );
}

function Pick({
  slot,
  tz,
  chosen,
  onAsk,
}: {
  slot: Slot;
  tz: string;
  chosen: boolean;
  onAsk: (at: string) => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      className={`btn ${chosen ? 'btn-on' : ''}`}
      onClick={() => onAsk(slot.due)}
    >
      <SlotIcon mark={markOf(slot)} size={12} />
      <span>
        {momentAt(slot.due, tz)}
        <span className="sr-only">, {slotWords(slot)}</span>
      </span>
    </button>
  );
}

function OtherMoment({ tz, onAsk }: { tz: string; onAsk: (at: string) => void }) {
  const [text, setText] = useState('');
  const at = readLocal(text, tz);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (at !== undefined) onAsk(new Date(at).toISOString());
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-1.5">
      <input
        type="datetime-local"
        className="field w-[178px]"
        aria-label="Another moment"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="btn" disabled={at === undefined}>
        Ask
      </button>
    </form>
  );
}

function Answer({
  answer: { verdict, evidence, slots, at },
  asked,
  tz,
  onAsk,
}: {
  answer: WhyAnswer;
  asked: boolean;
  tz: string;
  onAsk: (at: string) => void;
}) {
  return (
    <div className="rounded-[7px] border border-line bg-inset px-3.5 py-3">
      {asked ? <p className="text-sm text-ink-3">{momentAt(at, tz)}</p> : null}
      <output aria-label="Verdict" className="block font-semibold break-words">
        {reasonWords(verdict)}
      </output>
      {evidence.length > 0 ? (
        <ul aria-label="Evidence" className="mt-2 flex flex-col gap-1">
          {evidence.map((fact, index) => (
            // Facts have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <Fact key={index} fact={fact} tz={tz} />
          ))}
        </ul>
      ) : null}
      {slots.length > 1 ? (
        <div className="mt-3 border-t border-line pt-2">
          <p className="text-sm text-ink-3">Around that moment</p>
          <ul aria-label="Slots around that moment" className="mt-0.5 flex flex-wrap gap-x-4 gap-y-1">
            {slots.map((slot) => (
              <li key={`${slot.trigger}${slot.due}`}>
                <button
                  type="button"
                  className="quiet-link flex items-center gap-1.5 text-sm text-ink-2"
                  onClick={() => onAsk(slot.due)}
                >
                  <SlotIcon mark={markOf(slot)} size={12} />
                  {momentAt(slot.due, tz)} {slotWords(slot).toLowerCase()}
                </button>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

function Fact({ fact: { source, at, text, run }, tz }: { fact: Evidence; tz: string }) {
  return (
    <li className="grid grid-cols-[76px_minmax(0,1fr)] gap-x-3">
      <span className="text-ink-3">{capital(source)}</span>
      <span className="break-words text-ink-2">
        {reasonWords(text)}
        {at === undefined ? null : <span className="text-sm text-ink-3"> {momentAt(at, tz)}</span>}
        {run === undefined ? null : (
          <>
            {' '}
            <Link to={`/runs/${run}`} className="link text-sm">
              Run #{run}
            </Link>
          </>
        )}
      </span>
    </li>
  );
}
