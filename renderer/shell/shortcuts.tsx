/** Keys that work everywhere: `g` then a letter goes to a page, `/` to the search field, `?` lists them. */
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { Dialog, DialogActions } from '../ui/dialog.tsx';

const PAGES: Readonly<Record<string, string>> = {
  o: '/',
  t: '/tasks',
  c: '/schedule',
  r: '/runs',
  n: '/insights',
  e: '/logs',
  l: '/agents',
  i: '/assistant',
  k: '/knowledge',
  d: '/reports',
  a: '/approvals',
  v: '/validation',
  p: '/policy',
  s: '/settings',
};
const PREFIX_MS = 1_200;

const KEYS = [
  ['g o', 'Overview'],
  ['g t', 'Tasks'],
  ['g c', 'Schedule (the calendar)'],
  ['g r', 'Runs'],
  ['g n', 'Insights (the numbers)'],
  ['g e', 'Logs (everything that was written)'],
  ['g l', 'Agents (of launchd)'],
  ['g i', 'Assistant (ask it)'],
  ['g k', 'Knowledge'],
  ['g d', 'Reports (of days and weeks)'],
  ['g a', 'Approvals'],
  ['g v', 'Results to look at'],
  ['g p', 'Policy'],
  ['g s', 'Settings'],
  ['⌘K, Ctrl K', 'Go to any task, run, agent or page; do something'],
  ['/', 'Search this page'],
  ['← →', 'Day before and after, on the schedule'],
  ['← → ↑ ↓', 'Through a chart, and from one unusual run to the next'],
  ['f', 'Follow the log'],
  ['w', 'Wrap the lines of the log'],
  ['j k', 'Next and previous result'],
  ['a r', 'Accept or reject the result'],
  ['Enter, Shift Enter', 'Next and previous hit'],
  ['?', 'This list'],
  ['Esc', 'Close'],
] as const;

/** @param onList shows the list of keys */
export function Shortcuts({ onList }: { onList: () => void }) {
  const [, navigate] = useLocation();
  useEffect(() => {
    let goUntil = 0;
    const onKey = (event: KeyboardEvent): void => {
      if (
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        isTyping(event.target) ||
        document.querySelector('dialog[open]')
      )
        return;
      const page = event.timeStamp < goUntil ? PAGES[event.key] : undefined;
      goUntil = event.key === 'g' ? event.timeStamp + PREFIX_MS : 0;
      if (page !== undefined) navigate(page);
      else if (event.key === '/') document.querySelector<HTMLElement>('[type="search"]')?.focus();
      else if (event.key === '?') onList();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate, onList]);
  return null;
}

export function ShortcutList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-5 gap-y-1.5">
        {KEYS.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt className="text-right">
              <kbd className="rounded-[4px] border border-line-strong bg-control px-1.5 py-px text-xs">
                {keys}
              </kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <DialogActions>
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
      </DialogActions>
    </Dialog>
  );
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && (target.type === 'radio' || target.type === 'checkbox'))
  );
}
