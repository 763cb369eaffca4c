/** Results that wait for a human's word, with what the checks could not say; and those that got one. */
import { useSearchParams } from 'wouter';
import { useFetched } from '../../live/use-fetched.ts';
import { MOST_VALIDATIONS, refreshSafety } from '../../live/fetches.ts';
import { useLive } from '../../live/store.ts';
import { client } from '../../session/session.ts';
import { Empty, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { GovernanceHeader } from '../governance/governance-header.tsx';
import { ResultList } from './result-list.tsx';

type Filter = 'waiting' | 'done';

export function ValidationPage() {
  useTitle('Results to look at');
  const [query, setQuery] = useSearchParams();
  const filter: Filter = query.get('show') === 'done' ? 'done' : 'waiting';
  return (
    <>
      <GovernanceHeader title="Results to look at">
        <Segmented<Filter>
          label="Show"
          value={filter}
          options={[
            ['waiting', 'Waiting'],
            ['done', 'Looked at'],
          ]}
          onChange={(next) => setQuery(next === 'done' ? { show: 'done' } : {}, { replace: true })}
        />
      </GovernanceHeader>
      {filter === 'waiting' ? <Waiting /> : <Done />}
    </>
  );
}

function Waiting() {
  const runs = useLive((state) => state.validations);
  // Where the first try was not answered, this one says why.
  const { error } = useFetched(runs === undefined ? 'validations waiting' : undefined, async (signal) => {
    await client.listValidations({ query: { state: 'waiting', limit: 1 } }, { signal });
    await refreshSafety();
  });
  if (!runs) return error ? <Problem error={error} className="px-4 py-6 md:px-6" /> : null;
  if (runs.length === 0)
    return (
      <div className="px-4 py-6 md:px-6">
        <Empty title="No result waits for you.">
          A run comes here when one of its checks failed, or asks something that only a human can tell.
        </Empty>
      </div>
    );
  return <ResultList runs={runs} decide more={runs.length >= MOST_VALIDATIONS} />;
}

function Done() {
  const { value, error } = useFetched(
    'validations done',
    (signal) => client.listValidations({ query: { state: 'done', limit: MOST_VALIDATIONS } }, { signal }),
    { follows: 'safetyStamp' },
  );
  if (!value) return error ? <Problem error={error} className="px-4 py-6 md:px-6" /> : null;
  if (value.runs.length === 0)
    return (
      <div className="px-4 py-6 md:px-6">
        <Empty title="No result was looked at yet." />
      </div>
    );
  return <ResultList runs={value.runs} decide={false} more={value.runs.length >= MOST_VALIDATIONS} />;
}
