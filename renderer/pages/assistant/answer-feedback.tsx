/** A person's word on an answer. It is kept as a memory, so that the next answer knows. */
import { Check, Flag, PencilLine } from 'lucide-react';
import { useId, useState, type FormEvent } from 'react';
import type { Answer } from '#shared/nouns/assistant.ts';
import { client } from '../../session/session.ts';
import { toast, toastError } from '../../ui/toasts.tsx';
import { FEEDBACK_WORDS } from '../../words/confidence.ts';

type Verdict = NonNullable<Answer['feedback']>;
const VERDICTS = [
  ['approve', Check],
  ['needs-changes', PencilLine],
  ['escalate', Flag],
] as const;
const ASKS: Readonly<Record<Exclude<Verdict, 'approve'>, string>> = {
  'needs-changes': 'What should be otherwise?',
  escalate: 'What should somebody look at?',
};

export function AnswerFeedback({
  answer,
  onChanged,
}: {
  answer: Answer;
  onChanged: (answer: Answer) => void;
}) {
  const [asking, setAsking] = useState<Exclude<Verdict, 'approve'>>();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useId();
  const give = async (verdict: Verdict): Promise<void> => {
    setBusy(true);
    const said = verdict === 'approve' ? '' : note.trim();
    try {
      onChanged(
        await client.giveFeedback({
          params: { answer: answer.id },
          body: { verdict, ...(said === '' ? {} : { note: said }) },
        }),
      );
      toast({ kind: 'done', text: `${FEEDBACK_WORDS[verdict].done}: it is kept in mind` });
      setAsking(undefined);
      setNote('');
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="mt-2">
      <fieldset className="-ml-2 flex flex-wrap items-center gap-1">
        <legend className="sr-only">What is this answer worth?</legend>
        {VERDICTS.map(([verdict, Icon]) => (
          <button
            key={verdict}
            type="button"
            className="btn btn-plain"
            aria-pressed={answer.feedback === verdict}
            {...(verdict === 'approve' ? {} : { 'aria-expanded': asking === verdict })}
            disabled={busy}
            onClick={() => {
              if (verdict === 'approve') void give(verdict);
              else setAsking(asking === verdict ? undefined : verdict);
            }}
          >
            <Icon size={12} aria-hidden />
            {FEEDBACK_WORDS[verdict].label}
          </button>
        ))}
      </fieldset>
      {asking ? (
        <form
          aria-label={FEEDBACK_WORDS[asking].label}
          className="mt-1.5 flex max-w-[60ch] flex-col gap-2"
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            void give(asking);
          }}
        >
          <label htmlFor={field} className="text-sm font-medium">
            {ASKS[asking]} <span className="font-normal text-ink-3">(optional)</span>
          </label>
          <textarea
            id={field}
            className="field"
            rows={2}
            maxLength={4_000}
            // The button that was pressed asks for it.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <span className="flex gap-2">
            <button type="submit" className="btn btn-primary" disabled={busy}>
              Send
            </button>
            <button type="button" className="btn" onClick={() => setAsking(undefined)}>
              Cancel
            </button>
          </span>
        </form>
      ) : null}
    </div>
  );
}
