/** Who may talk to Luka, and as what. */
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ClientRecord } from '#shared/nouns/role.ts';
import { machineNow } from '../../live/machine-clock.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Ago, Due, useWords } from '../../ui/clock.tsx';
import { Empty, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { ROLE_WORDS, SCOPE_WORDS } from '../../words/role.ts';
import { GovernanceHeader } from '../governance/governance-header.tsx';
import { clientState, sortClients } from './client-state.ts';
import { NewClientDialog } from './new-client-dialog.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';

const COLUMNS =
  'md:grid-cols-[minmax(0,1fr)_minmax(0,1.5fr)_100px_128px_72px] md:items-center grid-cols-[minmax(0,1fr)_auto]';

export function ClientsPage() {
  useTitle('Clients');
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ClientRecord>();
  const { value, error, again } = useFetched('clients', (signal) => client.listClients({}, { signal }), {
    follows: 'safetyStamp',
  });
  const clients = value && sortClients(value.clients, machineNow());
  return (
    <>
      <GovernanceHeader
        title="Clients"
        actions={
          <button type="button" className="btn btn-primary" onClick={() => setMaking(true)}>
            <Plus size={14} aria-hidden />
            New client
          </button>
        }
      />
      <div className="min-h-0 grow overflow-y-auto">
        {clients && clients.length > 0 ? (
          <>
            <div
              aria-hidden
              className={`grid gap-x-4 border-b border-line px-4 py-1 text-sm text-ink-3 max-md:hidden md:px-6 ${COLUMNS}`}
            >
              <span>Client</span>
              <span>May</span>
              <span>Last seen</span>
              <span>Ends</span>
              <span />
            </div>
            <ul aria-label="Clients">
              {clients.map((each) => (
                <ClientRow key={each.id} client={each} onRevoke={() => setRevoking(each)} />
              ))}
            </ul>
          </>
        ) : null}
        {clients?.length === 0 ? (
          <div className="px-4 py-6 md:px-6">
            <Empty title="Only you talk to Luka.">
              A client is a program or a person with a token of its own: what it does carries its name, and it
              may do no more than its role.
            </Empty>
          </div>
        ) : null}
        {!value && error ? <Problem error={error} className="px-4 py-6 md:px-6" /> : null}
      </div>
      {making ? <NewClientDialog onClose={() => setMaking(false)} onMade={again} /> : null}
      {revoking ? (
        <RevokeDialog client={revoking} onClose={() => setRevoking(undefined)} onRevoked={again} />
      ) : null}
    </>
  );
}

function ClientRow({ client: each, onRevoke }: { client: ClientRecord; onRevoke: () => void }) {
  const state = useWords((now) => clientState(each, now));
  const works = state === 'active';
  const may = each.scopes.map((scope) => SCOPE_WORDS[scope]).join(' · ');
  return (
    <li
      className={`grid gap-x-4 gap-y-0.5 border-b border-line px-4 py-2 md:px-6 ${COLUMNS} ${works ? '' : 'text-ink-3'}`}
    >
      <span className="min-w-0">
        <span className={`block truncate ${works ? 'font-medium' : ''}`} title={each.name}>
          {each.name}
        </span>
        <span className="text-sm text-ink-3">
          {ROLE_WORDS[each.role].name}
          {works ? '' : `, ${state}`}
        </span>
      </span>
      <span className="text-sm text-ink-2 max-md:order-3 max-md:col-span-2" title={each.scopes.join(', ')}>
        {may}
      </span>
      <span className="text-sm max-md:order-4">
        <span className="text-ink-3 md:hidden">Last seen </span>
        {each.lastUsedAt === undefined ? 'never' : <Ago at={each.lastUsedAt} />}
      </span>
      <span className="text-sm max-md:order-5 max-md:text-right">
        {each.revokedAt !== undefined ? (
          <>
            revoked <Ago at={each.revokedAt} />
          </>
        ) : each.expiresAt === undefined ? (
          <>
            <span className="text-ink-3 md:hidden">Ends </span>never
          </>
        ) : works ? (
          <>
            <span className="text-ink-3 md:hidden">Ends </span>
            <Due at={each.expiresAt} />
          </>
        ) : (
          <Ago at={each.expiresAt} />
        )}
      </span>
      <span className="text-right max-md:order-2">
        {works ? (
          <button
            type="button"
            className="btn btn-danger"
            aria-label={`Revoke ${each.name}`}
            onClick={onRevoke}
          >
            Revoke
          </button>
        ) : null}
      </span>
    </li>
  );
}
