/** The rows of the audit, newest first: only those in sight are in the document; one that is opened shows what it changed. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { AuditRow } from '#shared/nouns/audit.ts';
import type { Paged } from '../../live/paged.ts';
import { Ago } from '../../ui/clock.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { compare } from '../../ui/diff-lines.ts';
import { DiffView, PlainText } from '../../ui/diff-view.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { AUDIT_WORDS } from '../../words/audit-action.ts';
import { plain, plainLine } from '../../words/plain.ts';
import { actorName } from '../../words/risk.ts';
import { capital } from '../../words/run-state.ts';
import { exactTime } from '../../words/time.ts';
import { aboutOf, changeOf } from './change-text.ts';

/** How many rows before the end the next page is asked for. */
const AHEAD = 60;
const COLUMNS = 'md:grid-cols-[16px_150px_minmax(0,1fr)_150px_108px_56px]';

export function AuditList({
  list,
  more,
  onActor,
}: {
  list: Paged<AuditRow>;
  more: () => void;
  onActor: (name: string) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const { rows: all, next } = list;
  // oxlint-disable-next-line react/incompatible-library -- no compiler runs here; the virtualizer is meant to be read anew
  const rows = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 34,
    getItemKey: (index) => all[index]?.seq ?? index,
    overscan: 12,
    paddingEnd: 16,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const latest = useRef(more);
  useEffect(() => {
    latest.current = more;
  });
  useEffect(() => {
    if (next !== undefined && last > all.length - AHEAD) latest.current();
  }, [last, next, all.length]);
  const toggle = (seq: number): void =>
    setOpen((now) => {
      const changed = new Set(now);
      if (!changed.delete(seq)) changed.add(seq);
      return changed;
    });
  return (
    <section
      ref={scroller}
      // The keyboard scrolls it even where no row is focused.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="List of audit rows"
      className="min-h-0 grow overflow-y-auto -outline-offset-2"
    >
      <ul aria-label="Audit" className="relative" style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const row = all[item.index];
          return row ? (
            <li
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              aria-setsize={next === undefined ? all.length : -1}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0 border-b border-line"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Row row={row} open={open.has(row.seq)} onToggle={() => toggle(row.seq)} />
              {open.has(row.seq) ? <Details row={row} onActor={onActor} /> : null}
            </li>
          ) : null;
        })}
      </ul>
    </section>
  );
}

function Row({ row, open, onToggle }: { row: AuditRow; open: boolean; onToggle: () => void }) {
  const { label, tone } = AUDIT_WORDS[row.action];
  const about = aboutOf(row);
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={onToggle}
      className={`grid w-full grid-cols-[16px_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-[6px] text-left -outline-offset-2 hover:bg-hover md:px-6 ${COLUMNS}`}
    >
      <ChevronRight
        size={14}
        aria-hidden
        className={`text-ink-3 transition-transform ${open ? 'rotate-90' : ''}`}
      />
      <span className={`truncate font-medium ${tone === 'quiet' ? '' : TONE_TEXT[tone]}`}>{label}</span>
      <span className="truncate text-ink-2 max-md:order-4 max-md:col-span-2 max-md:col-start-2" title={about}>
        {about}
      </span>
      <span className="truncate text-ink-2 max-md:order-5 max-md:col-span-2 max-md:col-start-2 max-md:text-sm">
        {plainLine(actorName(row.actor))}
      </span>
      <Ago at={row.at} className="text-right text-sm text-ink-2 max-md:order-3" />
      <span className="text-right text-sm text-ink-3 max-md:hidden">{row.seq}</span>
    </button>
  );
}

function Details({ row, onActor }: { row: AuditRow; onActor: (name: string) => void }) {
  const change = useMemo(() => changeOf(row), [row]);
  return (
    <div className="grid gap-2 px-4 pt-1 pb-3 md:pr-6 md:pl-[52px]">
      <dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-x-3 gap-y-1">
        <Line name="When">{exactTime(row.at)}</Line>
        <Line name="Who">
          {plainLine(row.actor.name)} <span className="text-ink-3">as {row.actor.role}</span>{' '}
          <button type="button" className="link text-sm" onClick={() => onActor(row.actor.name)}>
            Only theirs
          </button>
        </Line>
        <Line name="About">{plainLine(row.subject)}</Line>
        {row.decision === undefined ? null : <Line name="Decision">{capital(plainLine(row.decision))}</Line>}
        {row.reason === undefined ? null : (
          <Line name="Reason">
            <span className="whitespace-pre-line">{plain(row.reason)}</span>
          </Line>
        )}
        {row.subjectHash === undefined ? null : <HashLine name="Of" hash={row.subjectHash} />}
        <HashLine name="Row’s hash" hash={row.hash} />
      </dl>
      {change.kind === 'both' ? (
        <DiffView lines={compare(change.before, change.after)} label={`What row ${row.seq} changed`} />
      ) : null}
      {change.kind === 'value' ? (
        <PlainText text={change.text} label={`What row ${row.seq} says was ${change.name}`} />
      ) : null}
    </div>
  );
}

function Line({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}

function HashLine({ name, hash }: { name: string; hash: string }) {
  return (
    <Line name={name}>
      <span className="flex items-center gap-0.5">
        <code title={hash}>{hash.slice(0, 24)}…</code>
        <CopyButton text={() => hash} label={`Copy: ${name}`} />
      </span>
    </Line>
  );
}
