/** The sync that goes on: how far it is, how fast, how long it will take; or how the last one ended. */
import { RefreshCw, Square } from 'lucide-react';
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import { TONE_TEXT } from '../../../ui/tone.ts';
import { isSyncing, leftWords, SYNC_WORDS, syncedWords } from '../../../words/knowledge.ts';
import { capital, count } from '../../../words/run-state.ts';
import { Ago } from '../../../ui/clock.tsx';
import { durationWords, sizeWords } from '../../../words/time.ts';

export function SyncBar({ sync, onCancel }: { sync: SyncProgress | undefined; onCancel: () => void }) {
  if (sync === undefined) return null;
  return isSyncing(sync) ? <Going sync={sync} onCancel={onCancel} /> : <Ended sync={sync} />;
}

function Going({ sync, onCancel }: { sync: SyncProgress; onCancel: () => void }) {
  const { state, files, total, bytes, filesPerSecond, secondsLeft, skipped } = sync;
  const { label } = SYNC_WORDS[state];
  // While files are looked for, how many there are is not known yet.
  const known = state === 'reading' && total > 0;
  return (
    <section aria-label="Sync" className="mb-5 rounded-[8px] border border-line px-3.5 py-3">
      <div className="flex items-center gap-3">
        <RefreshCw size={14} aria-hidden className="spin shrink-0 text-running" />
        <p className="min-w-0 grow">
          <span className="font-medium text-running">{label}</span>{' '}
          <span className="text-ink-2">
            {files.toLocaleString('en-GB')}
            {known ? ` of ${count(total, 'file')}` : ` ${files === 1 ? 'file' : 'files'}`}
          </span>
        </p>
        <button type="button" className="btn btn-danger" onClick={onCancel}>
          <Square size={11} aria-hidden fill="currentColor" />
          Cancel
        </button>
      </div>
      <progress
        aria-label="Progress of the sync"
        className="sync-progress mt-2.5"
        {...(known ? { value: Math.min(files, total), max: total } : {})}
      />
      <p className="mt-1.5 flex flex-wrap gap-x-4 text-sm text-ink-2">
        <span>{sizeWords(bytes)}</span>
        <span>{Math.round(filesPerSecond).toLocaleString('en-GB')} files a second</span>
        {secondsLeft === undefined ? null : <span>{leftWords(secondsLeft)}</span>}
        {skipped > 0 ? <span className="text-waiting">{count(skipped, 'file')} not read</span> : null}
      </p>
    </section>
  );
}

function Ended({ sync }: { sync: SyncProgress }) {
  const { state, startedAt, tookMs, message } = sync;
  const { label, tone } = SYNC_WORDS[state];
  return (
    <section aria-label="Sync" className="mb-4">
      <p className="text-ink-2">
        Last sync: <span className={`font-medium ${TONE_TEXT[tone]}`}>{label.toLowerCase()}</span>,{' '}
        {syncedWords(sync)}
        {tookMs === undefined ? '' : `, in ${durationWords(tookMs)}`},{' '}
        <span className="text-ink-3">
          <Ago at={startedAt} />
        </span>
      </p>
      {message === undefined ? null : (
        <p className={`break-words ${state === 'failed' ? 'text-failed' : 'text-ink-2'}`}>
          {capital(message)}.
        </p>
      )}
    </section>
  );
}
