/** How far a search is, and what can be done about it. */
import { Square } from 'lucide-react';
import type { LogSearchProgress } from '#shared/nouns/log-search.ts';
import { count } from '../../words/run-state.ts';
import { sizeWords } from '../../words/time.ts';
import type { LogsSearch, SearchPhase } from './use-found-lines.ts';

export function SearchStatus({ search: { found, phase, stop, goOn } }: { search: LogsSearch }) {
  const { progress, unreadable } = found;
  const going = phase === 'going' || phase === 'waiting';
  const canGoOn = (phase === 'stopped' || phase === 'limit') && progress?.next !== undefined;
  return (
    <div className="relative flex min-h-[34px] shrink-0 flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line px-4 py-1 text-sm text-ink-2 md:px-6">
      <output aria-label="Found" aria-busy={going} className="mr-auto">
        {foundWords(progress, phase)}
        <span className="text-ink-3">{progress ? `, searched ${searchedWords(progress)}` : ''}</span>
        {progress && progress.gone > 0 ? (
          <span className="text-ink-3">; {count(progress.gone, 'log')} removed by age</span>
        ) : null}
        {unreadable.length > 0 ? (
          <span className="block text-waiting">
            {count(unreadable.length, 'log')} cannot be read: {unreadable[0]}
          </span>
        ) : null}
      </output>
      {going ? (
        <button type="button" className="btn" onClick={stop}>
          <Square size={10} fill="currentColor" aria-hidden />
          Stop
        </button>
      ) : null}
      {canGoOn ? (
        <button type="button" className="btn" onClick={goOn}>
          {phase === 'limit' ? 'Search older runs' : 'Go on'}
        </button>
      ) : null}
      {going && progress && progress.of > 0 ? (
        <span
          aria-hidden
          className="found-progress"
          style={{ width: `${(100 * progress.runs) / progress.of}%` }}
        />
      ) : null}
    </div>
  );
}

function foundWords(progress: LogSearchProgress | undefined, phase: SearchPhase): string {
  if (phase === 'waiting') return 'Waiting for another search';
  if (!progress) return phase === 'stopped' ? 'Stopped' : 'Searching…';
  if (progress.matches === 0) return phase === 'going' ? 'Nothing yet' : 'Nothing found';
  return `${count(progress.matches, 'line')} in ${count(progress.matchedRuns, 'run')}`;
}

function searchedWords({ runs, of, bytes }: LogSearchProgress): string {
  return `${runs.toLocaleString('en-GB')} of ${count(of, 'run')}, ${sizeWords(bytes)}`;
}
