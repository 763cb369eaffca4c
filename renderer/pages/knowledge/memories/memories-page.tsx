/** What Luka keeps in mind: found by a question, weighed, pinned, said better, or forgotten. */
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Memory, MemoryKind } from '#shared/nouns/memory.ts';
import { useFetched } from '../../../live/use-fetched.ts';
import { usePages } from '../../../live/use-pages.ts';
import { client } from '../../../session/session.ts';
import { MoreRows } from '../../../ui/more-rows.tsx';
import { Empty, useTitle } from '../../../ui/page.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useSettled } from '../../../ui/use-settled.ts';
import { MEMORY_KINDS, MEMORY_WORDS } from '../../../words/memory.ts';
import { KnowledgeHeader } from '../knowledge-header.tsx';
import { ForgetMemoryDialog } from './forget-memory-dialog.tsx';
import { MemoryDialog } from './memory-dialog.tsx';
import { MemoryRow } from './memory-row.tsx';

const PAGE = 100;
const REST_MS = 200;

type Shown = MemoryKind | 'all';

export function MemoriesPage() {
  useTitle('Memories');
  const [address, setAddress] = useSearchParams();
  const [typed, setTyped] = useState('');
  const [editing, setEditing] = useState<Memory>();
  const [forgetting, setForgetting] = useState<Memory>();
  const words = useSettled(typed.trim(), REST_MS);
  const kind = MEMORY_KINDS.find((name) => name === address.get('kind'));
  const { list, error, busy, more, again } = usePages({
    key: `memories ${kind ?? ''} ${words}`,
    idOf: ({ id }: Memory) => id,
    follows: 'knowledgeStamp',
    async read(offset, signal) {
      const { memories, ...rest } = await client.recallMemories(
        {
          query: {
            limit: PAGE,
            offset,
            ...(kind === undefined ? {} : { kind }),
            ...(words === '' ? {} : { q: words }),
          },
        },
        { signal },
      );
      return { rows: memories, ...rest };
    },
  });
  const { value: stats } = useFetched('memory stats', (signal) => client.memoryStats({}, { signal }), {
    follows: 'knowledgeStamp',
  });
  const show = (next: Shown): void => setAddress(next === 'all' ? {} : { kind: next }, { replace: true });
  const views: readonly (readonly [Shown, string])[] = [
    ['all', 'All'],
    ...MEMORY_KINDS.map((name) => [name, viewText(name, stats?.kinds[name])] as const),
  ];
  return (
    <>
      <KnowledgeHeader
        actions={
          <button type="button" className="btn btn-primary" onClick={() => setAddress({ new: '' })}>
            <Plus size={14} aria-hidden />
            Remember
          </button>
        }
      >
        <div className="max-w-full overflow-x-auto">
          <Segmented<Shown> label="Kind" value={kind ?? 'all'} options={views} onChange={show} />
        </div>
        <input
          type="search"
          className="field w-[190px] grow md:grow-0"
          placeholder="Recall"
          aria-label="Recall memories"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      </KnowledgeHeader>
      <div className="min-h-0 grow overflow-y-auto px-4 py-4 md:px-6">
        {list && list.rows.length > 0 ? (
          <>
            <p className="mb-2 text-ink-2">
              {memoriesWords(list.total)}
              {words === '' ? ', the weightiest first.' : ', the most fitting first.'}
              {stats && stats.merged > 0 && words === '' && kind === undefined
                ? ` ${stats.merged.toLocaleString('en-GB')} near-duplicates were made one with others; each is kept.`
                : ''}
            </p>
            <ul aria-label="Memories" className="divide-y divide-line border-y border-line">
              {list.rows.map((memory) => (
                <MemoryRow
                  key={memory.id}
                  memory={memory}
                  onChanged={again}
                  onEdit={() => setEditing(memory)}
                  onForget={() => setForgetting(memory)}
                />
              ))}
            </ul>
            <MoreRows list={list} busy={busy} of="memories" onMore={more} />
          </>
        ) : null}
        {list?.rows.length === 0 ? (
          words === '' && kind === undefined ? (
            <Empty title="Nothing is kept in mind yet.">
              Plans, solutions, errors and insights that you, your agents or your feedback to answers leave
              here are found again when they fit: by the assistant, and beside a run that failed like one
              before.
            </Empty>
          ) : (
            <Empty title="No memory fits.">Change the words or the kind.</Empty>
          )
        ) : null}
        {error ? <Problem error={error} className="py-2" /> : null}
      </div>
      {address.has('new') ? (
        <MemoryDialog
          onClose={() => setAddress({}, { replace: true })}
          onSaved={() => {
            setAddress({}, { replace: true });
            again();
          }}
        />
      ) : null}
      {editing ? (
        <MemoryDialog
          memory={editing}
          onClose={() => setEditing(undefined)}
          onSaved={() => {
            setEditing(undefined);
            again();
          }}
        />
      ) : null}
      {forgetting ? (
        <ForgetMemoryDialog
          memory={forgetting}
          onClose={() => setForgetting(undefined)}
          onForgotten={again}
        />
      ) : null}
    </>
  );
}

function memoriesWords(n: number): string {
  return `${n.toLocaleString('en-GB')} ${n === 1 ? 'memory' : 'memories'}`;
}

function viewText(kind: MemoryKind, many: number | undefined): string {
  return many === undefined || many === 0 ? MEMORY_WORDS[kind].many : `${MEMORY_WORDS[kind].many} ${many}`;
}
