/** What would go by age and size now: shown in figures before anything does. */
import { useState } from 'react';
import type { Retention, RetainedKind, RetentionReport } from '#shared/nouns/retention.ts';
import { toApiError, type ApiError } from '../../api/api-error.ts';
import { numberWords } from '../../charts/units.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { toast } from '../../ui/toasts.tsx';
import { capital } from '../../words/run-state.ts';
import { sizeWords } from '../../words/time.ts';

const KINDS: Readonly<Record<RetainedKind, string>> = {
  logs: 'Logs',
  runs: 'Runs',
  slots: 'Due moments',
  power: 'Sleeps and holds',
  events: 'Events',
  orders: 'Orders',
  snapshots: 'Copies of agents',
  lines: 'Lines for other programs',
  releases: 'Releases',
};

interface Looked {
  /** What was set when Luka was asked: after a change the answer is of the past. */
  readonly of: Retention;
  readonly plan: RetentionReport;
  readonly last?: RetentionReport | undefined;
}

export function RetentionPlan({ value }: { value: Retention }) {
  const [looked, setLooked] = useState<Looked>();
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const look = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      setLooked({ of: value, ...(await client.planRetention()) });
    } catch (thrown) {
      setError(toApiError(thrown));
    }
    setBusy(false);
  };
  const shown = looked?.of === value ? looked : undefined;
  const goes = shown?.plan.parts.filter((part) => part.goes > 0) ?? [];
  return (
    <div className="py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <button type="button" className="btn" disabled={busy} onClick={() => void look()}>
          {busy ? 'Looking…' : 'What would go now?'}
        </button>
        {goes.length > 0 ? (
          <button type="button" className="btn btn-danger" onClick={() => setAsking(true)}>
            Remove it now…
          </button>
        ) : null}
        <span className="text-sm text-ink-3">Once a day it goes by itself.</span>
      </div>
      {error ? <Problem error={error} className="mt-2" /> : null}
      <output aria-label="What would go" className="block">
        {shown && goes.length === 0 ? (
          <p className="mt-2 text-ink-2">Nothing: all of it is younger and smaller than that.</p>
        ) : null}
        {goes.length > 0 ? <Parts parts={goes} /> : null}
        {shown?.plan.backups ? (
          <p className="mt-1 text-sm text-ink-3">
            Backups in the home: {numberWords(shown.plan.backups.count)},{' '}
            {sizeWords(shown.plan.backups.bytes)}. They stay until you remove them.
          </p>
        ) : null}
        {shown?.last ? (
          <p className="mt-1 text-sm text-ink-3">
            Removed last <Ago at={shown.last.at} />:{' '}
            {numberWords(shown.last.parts.reduce((sum, part) => sum + part.goes, 0))} things
          </p>
        ) : null}
      </output>
      {asking ? (
        <ConfirmDialog
          title="Remove it now?"
          verb="Remove it"
          busyVerb="Removing…"
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            const { parts } = await client.applyRetention({ body: {} });
            const gone = parts.reduce((sum, part) => sum + part.goes, 0);
            toast({ kind: 'done', text: `${numberWords(gone)} things are removed` });
            await look();
          }}
        >
          <p className="text-ink-2">It cannot be brought back, but from a backup.</p>
          <Parts parts={goes} />
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

function Parts({ parts }: { parts: RetentionReport['parts'] }) {
  return (
    <table className="chart-table mt-2">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" className="text-right">
            Goes
          </th>
          <th scope="col" className="text-right">
            Of
          </th>
          <th scope="col">Since it is</th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ kind, there, goes, bytes, rule }) => (
          <tr key={kind}>
            <th scope="row">{KINDS[kind]}</th>
            <td className="text-right">{numberWords(goes)}</td>
            <td className="text-right">{numberWords(there)}</td>
            <td>
              {capital(rule)}
              {bytes > 0 ? `, ${sizeWords(bytes)}` : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
