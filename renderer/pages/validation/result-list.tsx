/** Results one under the other; the keyboard goes through them and decides. */
import { useEffect, useRef, useState } from 'react';
import type { RunSummary } from '#shared/nouns/run.ts';
import { giveVerdict } from '../../live/actions.ts';
import { MOST_VALIDATIONS } from '../../live/fetches.ts';
import { isTyping } from '../../shell/shortcuts.tsx';
import { nextSelected, stepFrom } from './selection.ts';
import { RejectDialog } from './reject-dialog.tsx';
import { ResultCard } from './result-card.tsx';

/** @param decide whether they wait for a word */
export function ResultList({
  runs,
  decide,
  more,
}: {
  runs: readonly RunSummary[];
  decide: boolean;
  /** Whether there may be more than these. */
  more: boolean;
}) {
  const list = useRef<HTMLUListElement>(null);
  const ids = runs.map(({ id }) => id);
  const [chosen, setChosen] = useState<{ id: number; at: number }>();
  const [rejecting, setRejecting] = useState<RunSummary>();
  const [busy, setBusy] = useState(false);
  const selected = nextSelected(ids, chosen);

  // A card that went takes the focus with it: the next one gets it.
  const hadFocus = useRef(false);
  const before = useRef(selected);
  useEffect(() => {
    if (before.current !== selected && hadFocus.current && selected !== undefined)
      focusCard(list.current, selected);
    before.current = selected;
  }, [selected]);

  const say = async (run: RunSummary, verdict: 'accepted' | 'rejected', reason: string): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setChosen({ id: run.id, at: ids.indexOf(run.id) });
    await giveVerdict(run, verdict, reason);
    setBusy(false);
  };
  const onKey = useRef<(event: KeyboardEvent) => void>(undefined);
  useEffect(() => {
    onKey.current = (event) => {
      if (
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        event.defaultPrevented ||
        isTyping(event.target) ||
        document.querySelector('dialog[open]')
      )
        return;
      const run = runs.find(({ id }) => id === selected);
      if (event.key === 'j' || event.key === 'k') {
        const id = stepFrom(ids, chosen === undefined ? undefined : selected, event.key === 'j' ? 1 : -1);
        if (id === undefined) return;
        setChosen({ id, at: ids.indexOf(id) });
        hadFocus.current = true;
        focusCard(list.current, id);
      } else if (event.key === 'a' && decide && run) void say(run, 'accepted', '');
      else if (event.key === 'r' && decide && run) setRejecting(run);
      else return;
      event.preventDefault();
    };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey.current?.(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <div className="min-h-0 grow overflow-y-auto px-4 pt-4 pb-6 md:px-6">
      {decide ? (
        <p className="mb-3 text-sm text-ink-3 max-md:hidden">
          <Key>j</Key> <Key>k</Key> go through them, <Key>a</Key> accepts, <Key>r</Key> rejects.
        </p>
      ) : null}
      {/* Whatever in a card has the focus makes it the chosen one. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul
        ref={list}
        aria-label={decide ? 'Results that wait' : 'Results that were looked at'}
        className="flex max-w-[860px] flex-col gap-2.5"
        onFocus={(event) => {
          hadFocus.current = true;
          const id = Number((event.target as HTMLElement).closest<HTMLElement>('[data-run]')?.dataset['run']);
          if (ids.includes(id) && id !== chosen?.id) setChosen({ id, at: ids.indexOf(id) });
        }}
        onBlur={(event) => {
          // Where the card itself went, nobody took the focus; a dialog gives it back.
          const next = event.relatedTarget;
          if (next !== null && !event.currentTarget.contains(next) && next.closest('dialog') === null)
            hadFocus.current = false;
        }}
      >
        {runs.map((run) => (
          <ResultCard
            key={run.id}
            run={run}
            selected={decide && chosen !== undefined && run.id === selected}
            busy={busy}
            decide={
              decide
                ? {
                    accept: () => void say(run, 'accepted', ''),
                    reject: () => setRejecting(run),
                  }
                : undefined
            }
          />
        ))}
      </ul>
      {more ? (
        <p className="mt-3 text-sm text-ink-3">
          {decide
            ? `The oldest ${MOST_VALIDATIONS}; more come as these are decided.`
            : `The newest ${MOST_VALIDATIONS}.`}
        </p>
      ) : null}
      {rejecting ? (
        <RejectDialog
          title={rejecting.title}
          onClose={() => setRejecting(undefined)}
          onReject={(reason) => {
            setRejecting(undefined);
            void say(rejecting, 'rejected', reason);
          }}
        />
      ) : null}
    </div>
  );
}

function focusCard(list: HTMLElement | null, run: number): void {
  list?.querySelector<HTMLElement>(`[data-run="${run}"] a`)?.focus();
}

function Key({ children }: { children: string }) {
  return (
    <kbd className="rounded-[4px] border border-line-strong bg-control px-1 py-px text-xs text-ink-2">
      {children}
    </kbd>
  );
}
