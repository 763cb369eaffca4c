/** That an answer goes to a human, and what was said by whoever looked at it. */
import { CircleCheck, Flag } from 'lucide-react';
import { useId, useState, type FormEvent } from 'react';
import type { Answer, Escalation } from '#shared/nouns/assistant.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { toast, toastError } from '../../ui/toasts.tsx';
import { plain, plainLine } from '../../words/plain.ts';

export function AnswerEscalation({
  answer,
  escalation: { at, by, note, settled },
  onChanged,
}: {
  answer: number;
  escalation: Escalation;
  onChanged: (answer: Answer) => void;
}) {
  const Icon = settled ? CircleCheck : Flag;
  return (
    <section
      aria-label="Escalation"
      className={`notice mt-3 flex gap-3 rounded-[7px] border-l-[3px] px-3 py-2.5 ${settled ? 'border-ok text-ok' : 'border-waiting text-waiting'}`}
    >
      <Icon size={15} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0 grow">
        <p className="font-semibold">{settled ? 'Settled' : 'Somebody has to look at it'}</p>
        <p className="text-sm text-ink-3">
          Escalated <Ago at={at} /> by {nameOf(by)}
          {settled ? (
            <>
              , settled <Ago at={settled.at} /> by {nameOf(settled.by)}
            </>
          ) : null}
        </p>
        {note === undefined ? null : <Words text={note} />}
        {settled?.note === undefined ? null : <Words text={settled.note} />}
        {settled ? null : <SettleForm answer={answer} onChanged={onChanged} />}
      </div>
    </section>
  );
}

function Words({ text }: { text: string }) {
  return <p className="mt-1 [overflow-wrap:anywhere] whitespace-pre-line text-ink-2">{plain(text)}</p>;
}

function SettleForm({ answer, onChanged }: { answer: number; onChanged: (answer: Answer) => void }) {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useId();
  const settle = async (): Promise<void> => {
    setBusy(true);
    const said = note.trim();
    try {
      onChanged(await client.settleAnswer({ params: { answer }, body: said === '' ? {} : { note: said } }));
      toast({ kind: 'done', text: said === '' ? 'It is settled' : 'It is settled, and kept in mind' });
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <form
      aria-label="Settle"
      className="mt-2 flex max-w-[60ch] flex-col gap-2"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void settle();
      }}
    >
      <label htmlFor={field} className="text-sm font-medium text-ink">
        What is right? <span className="font-normal text-ink-3">(optional, kept in mind)</span>
      </label>
      <textarea
        id={field}
        className="field"
        rows={2}
        maxLength={4_000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <span>
        <button type="submit" className="btn" disabled={busy}>
          Settle
        </button>
      </span>
    </form>
  );
}

function nameOf(by: string): string {
  return by === 'person' ? 'you' : plainLine(by);
}
