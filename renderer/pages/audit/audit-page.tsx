/** Who did what, decided how and why: rows that are only ever added, and the proof that none was changed. */
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { AuditAction, AuditRow } from '#shared/nouns/audit.ts';
import { usePaged } from '../../live/use-paged.ts';
import { client } from '../../session/session.ts';
import { Empty, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { AUDIT_WORDS } from '../../words/audit-action.ts';
import { GovernanceHeader } from '../governance/governance-header.tsx';
import { AuditList } from './audit-list.tsx';
import { ExportButton } from './export-button.tsx';
import { useVerify, VerifyResult } from './verify.tsx';

const PAGE = 200;
const ACTIONS = Object.entries(AUDIT_WORDS) as [AuditAction, { label: string }][];

export function AuditPage() {
  useTitle('Audit');
  const [query, setQuery] = useSearchParams();
  const action = ACTIONS.find(([name]) => name === query.get('action'))?.[0];
  const actor = query.get('actor') ?? undefined;
  const [typed, setTyped] = useState(actor ?? '');
  const verify = useVerify();
  const { list, error, more } = usePaged({
    key: `audit ${action ?? ''} ${actor ?? ''}`,
    idOf: ({ seq }: AuditRow) => seq,
    // Whatever is asked for or changed leaves a row; how it goes on leaves none.
    follows: ({ type }) => type !== 'step.started' && type !== 'step.finished',
    read: async (before, signal) => {
      const { rows, next } = await client.listAudit(
        {
          query: {
            limit: PAGE,
            ...(before === undefined ? {} : { before }),
            ...(action === undefined ? {} : { action }),
            ...(actor === undefined ? {} : { actor }),
          },
        },
        { signal },
      );
      return { rows, next };
    },
  });
  const show = (next: { action?: string | undefined; actor?: string | undefined }): void => {
    const wanted = { action, actor, ...next };
    setQuery(
      {
        ...(wanted.action === undefined ? {} : { action: wanted.action }),
        ...(wanted.actor === undefined ? {} : { actor: wanted.actor }),
      },
      { replace: true },
    );
  };
  const showActor = (): void => {
    const name = typed.trim();
    show({ actor: name === '' ? undefined : name });
  };
  return (
    <>
      <GovernanceHeader
        title="Audit"
        actions={
          <>
            <button type="button" className="btn" disabled={verify.busy} onClick={verify.start}>
              {verify.busy ? 'Verifying…' : 'Verify'}
            </button>
            <ExportButton />
          </>
        }
      >
        <select
          className="field max-sm:grow"
          aria-label="Action"
          value={action ?? ''}
          onChange={(event) => show({ action: event.target.value === '' ? undefined : event.target.value })}
        >
          <option value="">All actions</option>
          {ACTIONS.map(([name, { label }]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
        <input
          type="search"
          className="field w-[150px] max-sm:grow"
          placeholder="By anybody"
          aria-label="Who did it"
          maxLength={100}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            // The field's own cross.
            if (event.target.value === '') show({ actor: undefined });
          }}
          onBlur={showActor}
          onKeyDown={(event) => {
            if (event.key === 'Enter') showActor();
          }}
        />
      </GovernanceHeader>
      <VerifyResult verify={verify} />
      {list && list.rows.length > 0 ? (
        <AuditList
          key={`${action ?? ''} ${actor ?? ''}`}
          list={list}
          more={more}
          onActor={(name) => {
            setTyped(name);
            show({ actor: name });
          }}
        />
      ) : null}
      {list?.rows.length === 0 ? (
        <div className="px-4 py-6 md:px-6">
          {action === undefined && actor === undefined ? (
            <Empty title="Nothing was done yet.">Every decision is written here and never changed.</Empty>
          ) : (
            <Empty title="No row fits.">Choose another action or name.</Empty>
          )}
        </div>
      ) : null}
      {!list && error ? <Problem error={error} className="px-4 py-6 md:px-6" /> : null}
    </>
  );
}
