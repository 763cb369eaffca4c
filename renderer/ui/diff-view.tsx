/** A comparison, line by line: signs and words besides the colours; what did not change for long is folded. */
import { useState } from 'react';
import type { DiffLine } from '#shared/nouns/approval.ts';
import { plain } from '../words/plain.ts';
import { count } from '../words/run-state.ts';
import { foldUnchanged } from './fold.ts';

/** Lines that a browser lays out at once; blocks out of sight cost it nothing. */
const BLOCK = 200;
/** More are shown when they are asked for. */
const FIRST = 2_000;

const SIGNS = { same: ' ', added: '+', removed: '−' } as const;
const WORDS = { same: '', added: 'added: ', removed: 'removed: ' } as const;

export function DiffView({ lines, label }: { lines: readonly DiffLine[]; label: string }) {
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <section aria-label={label} className="diff">
      {foldUnchanged(shown).map((part) =>
        part.kind === 'fold' ? (
          <Fold key={part.from} lines={part.lines} />
        ) : (
          <Lines key={part.from} lines={part.lines} />
        ),
      )}
      {shown.length < lines.length ? (
        <button type="button" className="diff-fold" onClick={() => setAll(true)}>
          Show the other {count(lines.length - shown.length, 'line')}
        </button>
      ) : null}
    </section>
  );
}

/** Text as it is, without signs. */
export function PlainText({ text, label }: { text: string; label: string }) {
  const lines = text.replace(/\n$/, '').split('\n');
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <section aria-label={label} className="diff">
      <Lines lines={shown.map((line) => ({ kind: 'same', text: line }))} />
      {shown.length < lines.length ? (
        <button type="button" className="diff-fold" onClick={() => setAll(true)}>
          Show the other {count(lines.length - shown.length, 'line')}
        </button>
      ) : null}
    </section>
  );
}

function Fold({ lines }: { lines: readonly DiffLine[] }) {
  const [open, setOpen] = useState(false);
  return open ? (
    <Lines lines={lines} />
  ) : (
    <button type="button" className="diff-fold" onClick={() => setOpen(true)}>
      {count(lines.length, 'unchanged line')}
    </button>
  );
}

function Lines({ lines }: { lines: readonly DiffLine[] }) {
  const blocks = Array.from({ length: Math.ceil(lines.length / BLOCK) }, (_, index) =>
    lines.slice(index * BLOCK, (index + 1) * BLOCK),
  );
  return blocks.map((block, at) => (
    // Lines have no identity but their place.
    // oxlint-disable-next-line react/no-array-index-key
    <div key={at} className="diff-block">
      {block.map(({ kind, text }, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="diff-line" data-kind={kind}>
          <span aria-hidden className="diff-sign">
            {SIGNS[kind]}
          </span>
          {kind === 'same' ? null : <span className="sr-only">{WORDS[kind]}</span>}
          <code>{text === '' ? ' ' : plain(text)}</code>
        </div>
      ))}
    </div>
  ));
}
