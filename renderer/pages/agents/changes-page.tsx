import { useState } from 'react';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Empty, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { AgentsHeader } from './agents-header.tsx';
import { ChangeDialog, type ChangeRequest } from './change-dialog.tsx';
import { ChangeList } from './change-list.tsx';

export function ChangesPage() {
  useTitle('Changes of agents');
  const [request, setRequest] = useState<ChangeRequest>();
  const { value, error, again } = useFetched(
    'agent changes',
    (signal) => client.agentHistory({ query: { limit: 100 } }, { signal }),
    { follows: 'agentsStamp' },
  );
  return (
    <>
      <AgentsHeader title="Agents" />
      <div className="min-h-0 grow overflow-y-auto px-4 py-5 md:px-6">
        <div className="max-w-[980px]">
          {value && value.changes.length > 0 ? (
            <ChangeList changes={value.changes} named onRollback={setRequest} />
          ) : null}
          {value?.changes.length === 0 ? (
            <Empty title="Luka has changed nothing yet.">
              What it changes is kept here as it was before, and can be taken back.
            </Empty>
          ) : null}
          {!value && error ? <Problem error={error} /> : null}
        </div>
      </div>
      {request ? (
        <ChangeDialog request={request} onClose={() => setRequest(undefined)} onChanged={again} />
      ) : null}
    </>
  );
}
