/** A change before it is made: what it would alter, and in which steps. Then how it went. */
import { useEffect, useState } from 'react';
import type { AgentChange } from '#shared/nouns/agent.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { compare } from '../../ui/diff-lines.ts';
import { DiffView } from '../../ui/diff-view.tsx';
import { Findings } from '../../ui/findings.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { CHANGE_WORDS } from '../../words/agent-state.ts';
import { capital } from '../../words/run-state.ts';
import { ChangeSteps } from './change-steps.tsx';

export interface ChangeRequest {
  /** `Mend com.me.job` */
  readonly title: string;
  /** `Mend` */
  readonly verb: string;
  readonly danger?: boolean;
  readonly run: (dryRun: boolean) => Promise<AgentChange>;
}

export function ChangeDialog({
  request,
  onClose,
  onChanged,
}: {
  request: ChangeRequest;
  onClose: () => void;
  onChanged: (change: AgentChange) => void;
}) {
  const [plan, setPlan] = useState<AgentChange>();
  const [made, setMade] = useState<AgentChange>();
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let gone = false;
    request.run(true).then(
      (change) => (gone ? undefined : setPlan(change)),
      (thrown: unknown) => (gone ? undefined : setError(toApiError(thrown))),
    );
    return () => {
      gone = true;
    };
  }, [request]);
  const make = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const change = await request.run(false);
      setMade(change);
      onChanged(change);
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  const shown = made ?? plan;
  return (
    <Dialog title={request.title} onClose={onClose} wide>
      {made ? <Outcome change={made} /> : null}
      {shown ? (
        <>
          <Altered change={shown} />
          {shown.findings.length > 0 ? (
            <div className="mb-4">
              <h3 className="eyebrow mb-1">What lint says of it afterwards</h3>
              <Findings findings={shown.findings} label="Findings of the new text" />
            </div>
          ) : null}
          <h3 className="eyebrow mb-1">Steps</h3>
          <ChangeSteps steps={shown.steps} planned={made === undefined} />
        </>
      ) : error ? null : (
        <p className="text-ink-3">Looking at what it would do…</p>
      )}
      {error ? (
        <div className="mt-3">
          <Problem error={error} />
          {error.findings.length > 0 ? <Findings findings={error.findings} label="What is wrong" /> : null}
        </div>
      ) : null}
      <DialogActions>
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
        {made ? null : (
          <button
            type="button"
            className={request.danger ? 'btn btn-danger-fill' : 'btn btn-primary'}
            disabled={busy || plan === undefined}
            onClick={() => void make()}
          >
            {busy ? 'Changing…' : request.verb}
          </button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Outcome({ change }: { change: AgentChange }) {
  const { label, tone } = CHANGE_WORDS[change.state];
  return (
    <output className="mb-3 block">
      <span className={`font-semibold ${TONE_TEXT[tone]}`}>
        {change.state === 'done' ? 'Done, and verified' : label}
      </span>
      {change.message === undefined ? null : (
        <span className="block break-words text-ink-2">{capital(change.message)}.</span>
      )}
    </output>
  );
}

export function Altered({ change: { before, after } }: { change: AgentChange }) {
  if (before === after) return <p className="mb-4 text-ink-2">Its file stays as it is.</p>;
  return (
    <div className="mb-4">
      <DiffView lines={compare(before ?? '', after ?? '')} label="What changes in the plist" />
    </div>
  );
}
