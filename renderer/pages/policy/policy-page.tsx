/** The policy: its file to edit, what is wrong with it, and what is in force. */
import { useEffect } from 'react';
import type { PolicyView } from '#shared/http/safety.ts';
import { setFrozen } from '../../live/actions.ts';
import { useLive } from '../../live/store.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Switch } from '../../ui/switch.tsx';
import { GovernanceHeader } from '../governance/governance-header.tsx';
import { Row, Rows } from '../settings/rows.tsx';
import { InForceTable } from './in-force-table.tsx';
import { PolicyEditor } from './policy-editor.tsx';

export function PolicyPage() {
  useTitle('Policy');
  const policy = useLive((state) => state.policy);
  const { value, error } = useFetched('policy', (signal) => client.getPolicy({}, { signal }), {
    follows: 'safetyStamp',
  });
  useEffect(() => {
    if (value) useLive.setState({ policy: value });
  }, [value]);
  return (
    <>
      <GovernanceHeader title="Policy" />
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 md:px-6">
        {policy ? <Shown policy={policy} /> : error ? <Problem error={error} /> : null}
      </div>
    </>
  );
}

function Shown({ policy }: { policy: PolicyView }) {
  return (
    <div className="max-w-[860px]">
      <Rows title="Stop everything new" id="freeze">
        <Row
          name="Freeze"
          hint="Nothing new starts until it is thawed. What runs goes on; what is queued waits."
        >
          <Switch checked={policy.paused} label="Freeze" onChange={(on) => void setFrozen(on)} />
        </Row>
      </Rows>
      <PolicyEditor policy={policy} />
      <InForceTable policy={policy} />
    </div>
  );
}
