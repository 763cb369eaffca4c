/** One source: how it is, how much of it is read, and what was not. */
import { ChevronRight, FolderX, RefreshCw, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import type { KnowledgeSource } from '#shared/nouns/knowledge.ts';
import { Ago } from '../../../ui/clock.tsx';
import { Path } from '../../../ui/path.tsx';
import { TONE_TEXT } from '../../../ui/tone.ts';
import { SOURCE_WORDS, watchWords } from '../../../words/knowledge.ts';
import { plainLine } from '../../../words/plain.ts';
import { capital, count } from '../../../words/run-state.ts';
import { durationWords, sizeWords } from '../../../words/time.ts';
import { SkippedList } from './skipped-list.tsx';

export function SourceRow({
  source,
  syncing,
  onSync,
  onRemove,
}: {
  source: KnowledgeSource;
  syncing: boolean;
  onSync: () => void;
  onRemove: () => void;
}) {
  const [open, setOpen] = useState(false);
  const list = useId();
  const { id, folder, skipped, state, message } = source;
  const name = plainLine(source.name);
  const { label, tone } = SOURCE_WORDS[state];
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5">
        <div className="min-w-0 grow basis-[280px]">
          <h2 className="flex flex-wrap items-baseline gap-x-2">
            <Link
              to={`/knowledge?source=${encodeURIComponent(id)}`}
              className="quiet-link font-medium [overflow-wrap:anywhere]"
            >
              {name}
            </Link>
            <span className={`text-sm ${TONE_TEXT[tone]}`}>{label}</span>
          </h2>
          <p className="text-sm text-ink-3">
            {folder === undefined ? (
              'Runs, reports, approvals and memories of Luka itself'
            ) : (
              <Path path={folder} />
            )}
          </p>
          <Rules source={source} />
          {message === undefined ? null : (
            <p className={`mt-0.5 flex gap-1.5 text-sm break-words ${TONE_TEXT[tone]}`}>
              {state === 'absent' ? <FolderX size={13} aria-hidden className="mt-[3px] shrink-0" /> : null}
              {capital(message)}.
            </p>
          )}
        </div>
        <div className="basis-[190px] text-sm text-ink-2 max-md:basis-full">
          <p>
            {count(source.documents, 'document')}
            {source.folder === undefined ? '' : `, ${sizeWords(source.bytes)}`}
          </p>
          <p className="text-ink-3">
            {watchWords(source.watch)}
            {source.syncedAt === undefined ? null : (
              <>
                , read <Ago at={source.syncedAt} />
              </>
            )}
            {source.tookMs === undefined ? '' : ` in ${durationWords(source.tookMs)}`}
          </p>
        </div>
        <div className="flex shrink-0 gap-1 md:w-[56px]">
          <button
            type="button"
            className="btn btn-plain btn-icon"
            disabled={syncing}
            aria-label={`Sync ${name}`}
            title="Read what changed"
            onClick={onSync}
          >
            <RefreshCw size={13} aria-hidden />
          </button>
          {folder === undefined ? null : (
            <button
              type="button"
              className="btn btn-plain btn-icon"
              aria-label={`Remove ${name}`}
              title="Forget it"
              onClick={onRemove}
            >
              <Trash2 size={13} aria-hidden />
            </button>
          )}
        </div>
      </div>
      {skipped > 0 ? (
        <>
          <button
            type="button"
            aria-expanded={open}
            aria-controls={list}
            className="mt-1 flex items-center gap-1 text-sm text-waiting hover:underline"
            onClick={() => setOpen(!open)}
          >
            <ChevronRight
              size={13}
              aria-hidden
              className={`transition-transform ${open ? 'rotate-90' : ''}`}
            />
            {count(skipped, 'file')} not read
          </button>
          <div id={list}>{open ? <SkippedList source={source} /> : null}</div>
        </>
      ) : null}
    </li>
  );
}

const NONE: string[] = [];

function Rules({ source: { include = NONE, exclude = NONE } }: { source: KnowledgeSource }) {
  if (include.length + exclude.length === 0) return null;
  return (
    <p className="text-sm text-ink-3 [overflow-wrap:anywhere]">
      {include.length > 0 ? (
        <>
          only <code>{include.join(' ')}</code>{' '}
        </>
      ) : null}
      {exclude.length > 0 ? (
        <>
          without <code>{exclude.join(' ')}</code>
        </>
      ) : null}
    </p>
  );
}
