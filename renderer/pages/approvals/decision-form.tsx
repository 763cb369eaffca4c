/** The yes or the no. A yes carries the hash of what was shown; a dangerous one takes a second step. */
import { useEffect, useRef, useState } from 'react';
import type { Approval } from '#shared/nouns/approval.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { machineNow, useMachineClock } from '../../live/machine-clock.ts';
import { client } from '../../session/session.ts';
import { FormField } from '../../ui/form-field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { DANGEROUS, riskWords } from '../../words/risk.ts';
import { count } from '../../words/run-state.ts';
import { MOST_RUNS, newGrant, readGrant, type GrantDraft, type GrantKind } from './grant-draft.ts';

const KINDS: readonly (readonly [GrantKind, string])[] = [
  ['once', 'This run only'],
  ['runs', 'This and later runs of exactly this'],
  ['until', 'Every run of exactly this, until'],
];
/** A second press that belongs to the first one is no second thought. */
const SETTLE_MS = 900;

export function DecisionForm({
  approval,
  onDecided,
  onStale,
}: {
  approval: Approval;
  onDecided: (approval: Approval) => void;
  /** It was decided elsewhere, has lapsed, or what would run is another thing by now. */
  onStale: (error: ApiError) => void;
}) {
  const tz = useMachineClock((state) => state.tz);
  const [draft, setDraft] = useState<GrantDraft>(() => newGrant(machineNow(), tz));
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string>();
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const approveButton = useRef<HTMLButtonElement>(null);
  const dangerous = approval.score >= DANGEROUS;

  const send = async (act: () => Promise<Approval>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      onDecided(await act());
    } catch (thrown) {
      const failed = toApiError(thrown);
      if (failed.status === 409) onStale(failed);
      else setError(failed);
      setBusy(false);
      setAsking(false);
    }
  };
  const approve = (sure: boolean): void => {
    const read = readGrant(draft, { now: machineNow(), tz });
    setProblem('problem' in read ? read.problem : undefined);
    if ('problem' in read) return;
    if (dangerous && !sure) {
      setAsking(true);
      return;
    }
    void send(() =>
      client.approve({
        params: { approval: approval.id },
        body: {
          hash: approval.hash,
          grant: read.grant,
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        },
      }),
    );
  };
  const deny = (): void =>
    void send(() =>
      client.deny({
        params: { approval: approval.id },
        body: note.trim() === '' ? {} : { reason: note.trim() },
      }),
    );
  return (
    <form aria-label="Decision" noValidate onSubmit={(event) => event.preventDefault()} className="mb-6">
      <fieldset className="mb-3 flex flex-col gap-1.5" disabled={asking || busy}>
        <legend className="mb-1 text-sm font-medium">A yes counts for</legend>
        {KINDS.map(([kind, text]) => (
          <div key={kind}>
            <label className="flex items-center gap-2">
              <input
                type="radio"
                name="grant"
                checked={draft.kind === kind}
                onChange={() => {
                  setDraft({ ...draft, kind });
                  setProblem(undefined);
                }}
              />
              {text}
            </label>
            {kind === draft.kind && kind !== 'once' ? (
              <div className="mt-1.5 ml-[21px]">
                <GrantField draft={draft} problem={problem} tz={tz} onChange={setDraft} />
              </div>
            ) : null}
          </div>
        ))}
      </fieldset>
      <FormField label="Note (optional)" hint="Kept in the audit. With a no, it is told to whoever asked.">
        {(ids) => (
          <textarea
            {...ids}
            className="field"
            rows={2}
            maxLength={2_000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </FormField>
      {error ? <Problem error={error} className="mb-3" /> : null}
      {asking ? (
        <Sure
          score={approval.score}
          busy={busy}
          what={grantSentence(draft)}
          onYes={() => approve(true)}
          onBack={() => {
            setAsking(false);
            // Once the button is there again.
            requestAnimationFrame(() => approveButton.current?.focus());
          }}
        />
      ) : (
        <div className="flex flex-wrap gap-2">
          <button
            ref={approveButton}
            type="button"
            className={dangerous ? 'btn' : 'btn btn-primary'}
            disabled={busy}
            onClick={() => approve(false)}
          >
            {dangerous ? 'Approve…' : 'Approve'}
          </button>
          <button type="button" className="btn btn-danger" disabled={busy} onClick={deny}>
            Deny
          </button>
        </div>
      )}
    </form>
  );
}

/** The second step: elsewhere than the first, and not ready at once. */
function Sure({
  score,
  what,
  busy,
  onYes,
  onBack,
}: {
  score: number;
  what: string;
  busy: boolean;
  onYes: () => void;
  onBack: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    box.current?.focus();
    const timer = setTimeout(setReady, SETTLE_MS, true);
    return () => clearTimeout(timer);
  }, []);
  return (
    // Escape is what Back is; everything else happens in its buttons.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={box}
      role="alertdialog"
      aria-labelledby="sure"
      aria-describedby="sure-what"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onBack();
      }}
      className="notice rounded-[7px] border-l-[3px] border-failed px-3 py-2.5 text-failed focus:outline-none"
    >
      <p id="sure" className="font-semibold text-failed">
        It scores {score} of 100: {riskWords(score).word.toLowerCase()} risk
      </p>
      <p id="sure-what" className="mt-0.5 mb-2.5 text-ink-2">
        {what} What it does cannot be taken back.
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <button type="button" className="btn" disabled={busy} onClick={onBack}>
          Back
        </button>
        <button type="button" className="btn btn-danger-fill" disabled={!ready || busy} onClick={onYes}>
          Yes, let it run
        </button>
      </div>
    </div>
  );
}

function GrantField({
  draft,
  problem,
  tz,
  onChange,
}: {
  draft: GrantDraft;
  problem: string | undefined;
  tz: string;
  onChange: (draft: GrantDraft) => void;
}) {
  return draft.kind === 'runs' ? (
    <FormField
      label="How many runs"
      hint={`With this one; at most ${MOST_RUNS.toLocaleString('en-GB')}.`}
      problem={problem}
    >
      {(ids) => (
        <input
          {...ids}
          inputMode="numeric"
          className="field w-[90px]"
          value={draft.runs}
          onChange={(event) => onChange({ ...draft, runs: event.target.value })}
        />
      )}
    </FormField>
  ) : (
    <FormField label="Until" hint={`On a clock in ${tz}.`} problem={problem}>
      {(ids) => (
        <input
          {...ids}
          type="datetime-local"
          className="field max-w-full"
          value={draft.until}
          onChange={(event) => onChange({ ...draft, until: event.target.value })}
        />
      )}
    </FormField>
  );
}

function grantSentence({ kind, runs }: GrantDraft): string {
  switch (kind) {
    case 'once':
      return 'It runs once.';
    case 'runs':
      return `${count(Number(runs), 'run')} of exactly this will not be asked about.`;
    case 'until':
      return 'No run of exactly this will be asked about until then.';
  }
}
