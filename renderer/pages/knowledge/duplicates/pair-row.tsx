/** Two documents that say nearly the same: which is newer, how alike they are and why; opened, what differs. */
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { DuplicatePair, DuplicateSide } from '#shared/nouns/consolidation.ts';
import { Ago } from '../../../ui/clock.tsx';
import { compare } from '../../../ui/diff-lines.ts';
import { DiffView } from '../../../ui/diff-view.tsx';
import { Meter } from '../../../ui/meter.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TONE_TEXT } from '../../../ui/tone.ts';
import { PAIR_WORDS } from '../../../words/consolidation.ts';
import { shortPath } from '../../../words/knowledge.ts';
import { plainLine } from '../../../words/plain.ts';
import { capital } from '../../../words/run-state.ts';
import { useDocument } from '../document/use-document.ts';

/** Characters of both; a comparison of more would stop the page. */
const COMPARABLE = 200_000;

export function PairRow({ pair }: { pair: DuplicatePair }) {
  const { kind, older, newer, likeness, why } = pair;
  const [open, setOpen] = useState(false);
  const { label, tone } = PAIR_WORDS[kind];
  const alike = `${Math.round(likeness * 100)} % alike`;
  return (
    <li className="py-2.5">
      <div className="flex items-start gap-2">
        <button
          type="button"
          aria-expanded={open}
          aria-label={`What differs: ${plainLine(newer.title)} and ${plainLine(older.title)}`}
          className="btn btn-plain btn-icon -mt-0.5 -ml-1.5"
          onClick={() => setOpen(!open)}
        >
          <ChevronRight size={14} aria-hidden className={`transition-transform ${open ? 'rotate-90' : ''}`} />
        </button>
        <div className="min-w-0 grow">
          <Side side={newer} name="Newer" />
          <Side side={older} name="Older" />
          {/* How alike they are stands beside it already. */}
          {/^[\d.]+ % alike$/.test(why) ? null : (
            <p className="mt-0.5 text-sm break-words text-ink-2">{capital(plainLine(why))}.</p>
          )}
        </div>
        <div className="flex shrink-0 flex-col items-end gap-1 text-sm text-ink-2">
          <span className={TONE_TEXT[tone]}>{label}</span>
          <span className="flex items-center gap-2">
            <Meter label="Likeness" value={likeness} text={alike} />
            {Math.round(likeness * 100)} %
          </span>
        </div>
      </div>
      {open ? <Differences pair={pair} /> : null}
    </li>
  );
}

function Side({ side: { document, path, title, at }, name }: { side: DuplicateSide; name: string }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <span className="w-11 shrink-0 text-sm text-ink-3">{name}</span>
      <Link
        to={`/knowledge/documents/${document}`}
        className="quiet-link font-medium [overflow-wrap:anywhere]"
      >
        {plainLine(title)}
      </Link>
      <span className="text-sm text-ink-3">
        <Ago at={at} />
      </span>
      <span className="min-w-0 truncate font-mono text-xs text-ink-3 max-md:w-full" title={plainLine(path)}>
        {plainLine(shortPath(path))}
      </span>
    </p>
  );
}

function Differences({ pair: { older, newer } }: { pair: DuplicatePair }) {
  const before = useDocument(older.document);
  const after = useDocument(newer.document);
  const error = before.error ?? after.error;
  if (error) return <Problem error={error} className="pt-2" />;
  if (!before.value || !after.value) return <p className="pt-2 text-ink-3">Comparing…</p>;
  const { text: old } = before.value;
  const { text } = after.value;
  if (old.length + text.length > COMPARABLE)
    return <p className="pt-2 text-ink-2">They are too long to be compared here.</p>;
  return (
    <div className="max-h-[420px] overflow-y-auto pt-2">
      {old === text ? (
        <p className="text-ink-2">They are the same, character for character.</p>
      ) : (
        <DiffView lines={compare(old, text)} label="What differs, from the older to the newer" />
      )}
    </div>
  );
}
