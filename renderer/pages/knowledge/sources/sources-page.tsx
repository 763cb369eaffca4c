/** Folders that Luka reads: how they are, what was not read of them, and how far the sync is. */
import { FolderPlus, RefreshCw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { KnowledgeSource, MeaningModel } from '#shared/nouns/knowledge.ts';
import { useFetched } from '../../../live/use-fetched.ts';
import { client } from '../../../session/session.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Empty, useTitle } from '../../../ui/page.tsx';
import { Path } from '../../../ui/path.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { toast } from '../../../ui/toasts.tsx';
import { isSyncing } from '../../../words/knowledge.ts';
import { meaningWords } from '../../../words/meaning.ts';
import { plainLine } from '../../../words/plain.ts';
import { count } from '../../../words/run-state.ts';
import { sizeWords } from '../../../words/time.ts';
import { KnowledgeHeader } from '../knowledge-header.tsx';
import { AddSourceDialog } from './add-source-dialog.tsx';
import { RemoveSourceDialog } from './remove-source-dialog.tsx';
import { SourceRow } from './source-row.tsx';
import { SyncBar } from './sync-bar.tsx';
import { useSync } from './use-sync.ts';

export function SourcesPage() {
  useTitle('Sources');
  const [address, setAddress] = useSearchParams();
  const [removing, setRemoving] = useState<KnowledgeSource>();
  const { value, error, again } = useFetched(
    'knowledge status',
    (signal) => client.knowledgeStatus({}, { signal }),
    { follows: 'knowledgeStamp' },
  );
  const { sync, start, cancel } = useSync();
  const going = isSyncing(sync);
  const hasFolders = value?.sources.some(({ folder }) => folder !== undefined) ?? true;
  return (
    <>
      <KnowledgeHeader
        actions={
          <>
            <button type="button" className="btn" disabled={going} onClick={() => void start()}>
              <RefreshCw size={13} aria-hidden />
              {going ? 'Syncing…' : 'Sync'}
            </button>
            <button type="button" className="btn btn-primary" onClick={() => setAddress({ add: '' })}>
              <FolderPlus size={14} aria-hidden />
              Add folder
            </button>
          </>
        }
      />
      <div className="min-h-0 grow overflow-y-auto px-4 py-4 md:px-6">
        {value?.setAside === undefined ? null : (
          <Notice
            tone="waiting"
            icon={TriangleAlert}
            label="Index made anew"
            title={
              value.setAsideFor === 'version'
                ? 'The index was made by another version of Luka, and is made anew'
                : 'The index was damaged, and is made anew'
            }
          >
            Nothing of yours is lost: all of it is read again. The one before is kept as{' '}
            <Path path={value.setAside} />.
          </Notice>
        )}
        <SyncBar sync={sync} onCancel={() => void cancel()} />
        {value ? (
          <p className="mb-2 text-ink-2">
            {count(value.documents, 'document')} in {count(value.chunks, 'part')}. The index is{' '}
            {sizeWords(value.bytes)}.
          </p>
        ) : null}
        {value?.meaning ? <Meaning meaning={value.meaning} /> : null}
        {value ? (
          <ul aria-label="Sources" className="divide-y divide-line border-y border-line">
            {value.sources.map((source) => (
              <SourceRow
                key={source.id}
                source={source}
                syncing={going}
                onSync={() => void start(source.id)}
                onRemove={() => setRemoving(source)}
              />
            ))}
          </ul>
        ) : null}
        {hasFolders ? null : (
          <div className="pt-4">
            <Empty title="No folder is read yet.">
              Add a folder of notes, reports or logs. Luka only reads it, on this machine, and follows what
              changes.
            </Empty>
          </div>
        )}
        {!value && error ? <Problem error={error} className="py-2" /> : null}
      </div>
      {address.has('add') ? (
        <AddSourceDialog
          onClose={() => setAddress({}, { replace: true })}
          onAdded={(source) => {
            toast({ kind: 'done', text: `${source.name} is being read` });
            setAddress({}, { replace: true });
            again();
          }}
        />
      ) : null}
      {removing ? (
        <RemoveSourceDialog source={removing} onClose={() => setRemoving(undefined)} onRemoved={again} />
      ) : null}
    </>
  );
}

/** What the model of meaning does; which it is stands in the settings. */
function Meaning({ meaning }: { meaning: MeaningModel }) {
  const { text, fault } = meaningWords(meaning);
  return (
    <p className={`mb-2 text-sm [overflow-wrap:anywhere] ${fault ? 'text-failed' : 'text-ink-3'}`}>
      Search by meaning: {plainLine(text)}{' '}
      <Link to="/settings" className="link">
        Settings
      </Link>
    </p>
  );
}
