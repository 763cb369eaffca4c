/** What a dropped file would do, before it does it: the steps as they stand, and what the gate says to them. */
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { GateVerdict } from '#shared/nouns/gate.ts';
import type { OpenedFile } from '#shared/ipc/channels.ts';
import { toApiError, type ApiError } from '../api/api-error.ts';
import { client } from '../session/session.ts';
import { Dialog, DialogActions } from '../ui/dialog.tsx';
import { Problem } from '../ui/problem.tsx';
import { Reasons } from '../ui/reasons.tsx';
import { RiskMeter } from '../ui/risk-meter.tsx';
import { plain } from '../words/plain.ts';

interface Read {
  readonly title: string;
  readonly order: Record<string, unknown>;
  readonly verdict: GateVerdict;
}

const WORDS: Readonly<Record<GateVerdict['decision'], string>> = {
  allow: 'It runs as soon as it is dropped.',
  ask: 'It waits for your approval after it is dropped.',
  deny: 'The policy does not let it run.',
};

export function OrderReview({
  file,
  more,
  onClose,
}: {
  file: OpenedFile;
  /** Files that come after it. */
  more: number;
  onClose: () => void;
}) {
  const [read, setRead] = useState<Read>();
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const [, navigate] = useLocation();
  useEffect(() => {
    const gone = new AbortController();
    client
      .readOrder({ body: { name: file.name, text: file.text } }, { signal: gone.signal })
      .then(setRead, (thrown: unknown) => {
        if (!gone.signal.aborted) setError(toApiError(thrown));
      });
    return () => gone.abort();
  }, [file]);
  const drop = async (order: Read['order']): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const receipt = await client.submitOrder({
        headers: { 'idempotency-key': crypto.randomUUID() },
        body: order,
      });
      onClose();
      navigate(receipt.approval === undefined ? `/runs/${receipt.run}` : `/approvals/${receipt.approval}`);
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog title={read ? `Work order: ${read.title}` : `Work order: ${file.name}`} wide onClose={onClose}>
      <p className="mb-1 text-sm text-ink-2">{file.name}</p>
      <pre
        // The keyboard scrolls it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label="Text of the file"
        className="code-box mb-4 max-h-[260px] overflow-auto"
      >
        {plain(file.text)}
      </pre>
      {read ? (
        <section aria-label="What the gate says" className="mb-1">
          <div className="mb-2 flex items-center gap-3">
            <p className="grow font-medium">{WORDS[read.verdict.decision]}</p>
            <RiskMeter score={read.verdict.score} />
          </div>
          {read.verdict.reasons.length > 0 ? <Reasons reasons={read.verdict.reasons} /> : null}
        </section>
      ) : null}
      {error ? <Problem error={error} /> : null}
      {more > 0 ? <p className="mt-3 text-sm text-ink-2">{more} more after this one.</p> : null}
      <DialogActions>
        <button type="button" className="btn" onClick={onClose}>
          Do not drop it
        </button>
        <button
          type="button"
          className="btn btn-primary"
          disabled={read === undefined || busy || read.verdict.decision === 'deny'}
          onClick={() => read && void drop(read.order)}
        >
          {busy ? 'Dropping…' : 'Drop it'}
        </button>
      </DialogActions>
    </Dialog>
  );
}
