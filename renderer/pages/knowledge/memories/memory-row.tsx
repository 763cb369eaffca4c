/** One memory: what it says, how much it weighs and why, what it is made of, and what can be done with it. */
import { Pencil, Pin, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Memory } from '#shared/nouns/memory.ts';
import { client } from '../../../session/session.ts';
import { Ago } from '../../../ui/clock.tsx';
import { Meter } from '../../../ui/meter.tsx';
import { TONE_TEXT } from '../../../ui/tone.ts';
import { toastError } from '../../../ui/toasts.tsx';
import { Originals } from './originals.tsx';
import { MEMORY_WORDS, weightWords } from '../../../words/memory.ts';
import { plain, plainLine } from '../../../words/plain.ts';
import { count } from '../../../words/run-state.ts';

/** Lines of a memory in a list; the rest is shown when asked for. */
const LONG = 320;

export function MemoryRow({
  memory,
  onChanged,
  onEdit,
  onForget,
}: {
  memory: Memory;
  onChanged: () => void;
  onEdit: () => void;
  onForget: () => void;
}) {
  const { id, kind, text, pinned, weight, uses, usedAt, at, by, originals, meta } = memory;
  const [whole, setWhole] = useState(false);
  const [apart, setApart] = useState(false);
  const [busy, setBusy] = useState(false);
  const { label, tone } = MEMORY_WORDS[kind];
  const long = text.length > LONG || text.split('\n').length > 5;
  const name = plainLine(text).slice(0, 60);
  const pin = async (): Promise<void> => {
    setBusy(true);
    try {
      await client.changeMemory({ params: { memory: id }, body: { pinned: !pinned } });
      onChanged();
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className="memory-row flex flex-wrap gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-0 grow basis-[300px]">
        <p className={`[overflow-wrap:anywhere] whitespace-pre-line ${long && !whole ? 'line-clamp-4' : ''}`}>
          {plain(text)}
        </p>
        {long ? (
          <button
            type="button"
            className="link text-sm"
            aria-expanded={whole}
            onClick={() => setWhole(!whole)}
          >
            {whole ? 'Less' : 'All of it'}
          </button>
        ) : null}
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-ink-3">
          <span className={`font-medium ${TONE_TEXT[tone]}`}>{label}</span>
          <span>
            <Ago at={at} /> by {by === 'person' ? 'you' : plainLine(by)}
          </span>
          <span>
            {uses === 0 ? 'never recalled' : `recalled ${count(uses, 'time')}`}
            {usedAt === undefined ? null : (
              <>
                , last <Ago at={usedAt} />
              </>
            )}
          </span>
          <Belongs meta={meta} />
          {originals.length > 0 ? (
            <button type="button" className="link" aria-expanded={apart} onClick={() => setApart(!apart)}>
              stands for {originals.length} that said nearly the same
            </button>
          ) : null}
        </p>
        {apart ? <Originals ids={originals} /> : null}
      </div>
      <div className="flex shrink-0 items-start gap-3">
        <span className="flex items-center gap-2 pt-[3px] text-sm text-ink-2">
          <Meter label="Weight" value={weight} text={weightWords(weight)} />
          <span className="w-[44px]">{pinned ? 'pinned' : weightWords(weight)}</span>
        </span>
        <span className="flex gap-0.5">
          <button
            type="button"
            className="btn btn-plain btn-icon"
            aria-pressed={pinned}
            aria-label={`Pin: ${name}`}
            title={pinned ? 'Let it fade again' : 'Pin it: it does not fade'}
            disabled={busy}
            onClick={() => void pin()}
          >
            <Pin size={13} aria-hidden fill={pinned ? 'currentColor' : 'none'} />
          </button>
          <button
            type="button"
            className="btn btn-plain btn-icon"
            aria-label={`Edit: ${name}`}
            title="Say it better"
            onClick={onEdit}
          >
            <Pencil size={13} aria-hidden />
          </button>
          <button
            type="button"
            className="btn btn-plain btn-icon"
            aria-label={`Forget: ${name}`}
            title="Forget it"
            onClick={onForget}
          >
            <Trash2 size={13} aria-hidden />
          </button>
        </span>
      </div>
    </li>
  );
}

/** What a memory belongs to, where the page can show it. */
function Belongs({ meta }: { meta: Memory['meta'] }) {
  const { run, task } = meta;
  return (
    <>
      {typeof run === 'number' ? (
        <Link to={`/runs/${run}`} className="link">
          run #{run}
        </Link>
      ) : null}
      {typeof task === 'string' ? (
        <Link to={`/tasks/${encodeURIComponent(task)}`} className="link [overflow-wrap:anywhere]">
          {plainLine(task)}
        </Link>
      ) : null}
    </>
  );
}
