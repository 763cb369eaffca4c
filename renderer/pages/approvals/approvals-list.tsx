/** The rows of the approvals page: only those in sight are in the document. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { ApprovalSummary } from '#shared/nouns/approval.ts';
import { approvalAddress } from '../../live/approval-news.ts';
import { ApprovalIcon } from '../../ui/approval-icon.tsx';
import { Ago, Due, useWords } from '../../ui/clock.tsx';
import { useNarrow } from '../../ui/narrow.ts';
import { RiskMeter } from '../../ui/risk-meter.tsx';
import { Said } from '../../ui/said.tsx';
import { APPROVAL_WORDS, grantWords, isOpen, leftWords } from '../../words/approval-state.ts';
import { plainLine } from '../../words/plain.ts';
import { byWords } from '../../words/risk.ts';
import { capital } from '../../words/run-state.ts';
import type { ApprovalItem } from './approval-lists.ts';
import { RevokeButton } from './revoke-button.tsx';

/** How many rows before the end the next page is asked for. */
const AHEAD = 40;

export function ApprovalsList({
  items,
  more,
  onRevoked,
}: {
  items: readonly ApprovalItem[];
  /** `token` is another after each page that was read. */
  more: { token: string; read: () => void } | undefined;
  onRevoked: (approval: ApprovalSummary) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useNarrow();
  const sizeOf = (item: ApprovalItem | undefined): number => {
    if (item?.kind === 'heading') return 38;
    const waits = item?.approval.state === 'pending';
    if (isNarrow) return waits ? 100 : 78;
    return waits ? 60 : 52;
  };
  // oxlint-disable-next-line react/incompatible-library -- no compiler runs here; the virtualizer is meant to be read anew
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => sizeOf(items[index]),
    getItemKey: (index) => keyOf(items[index], index),
    overscan: 8,
    paddingEnd: 16,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { token, read } = more ?? {};
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => {
    if (token !== undefined && last > items.length - AHEAD) latest.current?.();
  }, [last, token, items.length]);
  // Rows are of two heights: where one became decided, those behind it move.
  const sizes = items
    .map((item) => (item.kind === 'heading' ? 'h' : item.approval.state === 'pending' ? 'w' : 'd'))
    .join('');
  useEffect(() => rows.measure(), [rows, isNarrow, sizes]);
  return (
    <section
      ref={scroller}
      // The keyboard scrolls it even where no row is focused.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="List of approvals"
      className="min-h-0 grow overflow-y-auto -outline-offset-2"
    >
      <ul aria-label="Approvals" className="relative" style={{ height: rows.getTotalSize() }}>
        {shown.map(({ key, index, size, start }) => {
          const item = items[index];
          return item ? (
            <li
              key={key}
              className="absolute inset-x-0 top-0"
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              {item.kind === 'heading' ? (
                <h2 className="eyebrow flex h-full items-end gap-1.5 border-b border-line px-4 pb-1.5 md:px-6">
                  {item.title}
                  {item.count === '' ? null : <span className="font-normal text-ink-3">{item.count}</span>}
                </h2>
              ) : item.approval.state === 'pending' ? (
                <Waiting approval={item.approval} />
              ) : (
                <Decided approval={item.approval} onRevoked={onRevoked} />
              )}
            </li>
          ) : null;
        })}
      </ul>
    </section>
  );
}

function keyOf(item: ApprovalItem | undefined, index: number): string | number {
  if (!item) return index;
  return item.kind === 'heading' ? item.title : item.approval.id;
}

function Waiting({ approval }: { approval: ApprovalSummary }) {
  const { id, title, score, reason, requestedBy, requestedAt, expiresAt } = approval;
  const by = plainLine(byWords(requestedBy));
  const worst = reason === undefined ? 'It is always asked about' : capital(plainLine(reason));
  return (
    <Link
      to={approvalAddress(id)}
      className="grid h-full grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-0 border-b border-line px-4 -outline-offset-2 hover:bg-hover max-md:content-center md:grid-cols-[auto_minmax(0,1fr)_132px_140px] md:px-6"
    >
      <ApprovalIcon state="pending" size={17} />
      <span className="min-w-0">
        <span className="flex min-w-0 items-baseline gap-2">
          <bdi className="truncate font-medium" title={title}>
            {title}
          </bdi>
          <span className="min-w-0 shrink-[9] truncate text-sm text-ink-3">
            run #{approval.run}
            <span className="max-md:hidden">, asked by {by}</span>
          </span>
        </span>
        <span className="block truncate text-sm text-ink-2" title={worst}>
          <Said text={worst} />
        </span>
      </span>
      <span className="max-md:col-start-2">
        <RiskMeter score={score} />
      </span>
      <span className="text-sm text-ink-2 max-md:col-start-2 md:text-right">
        <span className="text-ink-3 md:hidden">{capital(by)}, </span>
        <Ago at={requestedAt} className="md:block" />
        <span className="md:hidden">, </span>
        <span className="text-ink-3">
          lapses <Due at={expiresAt} />
        </span>
      </span>
    </Link>
  );
}

function Decided({
  approval,
  onRevoked,
}: {
  approval: ApprovalSummary;
  onRevoked: (approval: ApprovalSummary) => void;
}) {
  const { id, title, state, score, decidedAt, decidedBy, note, grant } = approval;
  const given = useWords((now) => (state === 'approved' ? grantWords(grant, now) : ''));
  const left = useWords((now) => leftWords(approval, now));
  const open = useWords((now) => (isOpen(approval, now) ? 'open' : '')) !== '';
  const { label } = APPROVAL_WORDS[state];
  return (
    <div className="relative flex h-full items-center gap-3 border-b border-line px-4 hover:bg-hover md:px-6">
      <ApprovalIcon state={state} size={17} />
      <div className="min-w-0 grow">
        <p className="flex min-w-0 items-baseline gap-2">
          <Link
            to={approvalAddress(id)}
            className="truncate font-medium after:absolute after:inset-0 after:-outline-offset-2"
            title={title}
          >
            <bdi>{title}</bdi>
          </Link>
          <span className="shrink-0 text-sm text-ink-3">run #{approval.run}</span>
        </p>
        <p className="line-clamp-2 text-sm text-ink-2 md:line-clamp-1">
          {label}
          {given === '' ? '' : ` ${given}`}
          {decidedBy === undefined || decidedBy.role === 'luka'
            ? ''
            : `, by ${plainLine(byWords(decidedBy))}`}
          {left === '' ? null : <span className="font-medium text-ok"> · {left}</span>}
          {note === undefined ? null : <span className="text-ink-3"> · {capital(plainLine(note))}</span>}
        </p>
      </div>
      {open ? (
        <span className="relative z-1 shrink-0">
          <RevokeButton approval={approval} onRevoked={onRevoked} />
        </span>
      ) : null}
      <span className="w-[132px] shrink-0 max-md:hidden">
        <RiskMeter score={score} />
      </span>
      <Ago
        at={decidedAt ?? approval.requestedAt}
        className="w-[140px] shrink-0 text-right text-sm text-ink-3 max-md:w-auto"
      />
    </div>
  );
}
