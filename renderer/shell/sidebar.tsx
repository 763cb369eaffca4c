import {
  CalendarClock,
  CircleGauge,
  History,
  ListChecks,
  Pause,
  Settings2,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { reconnectNow } from '../live/sync.ts';
import { useLive } from '../live/store.ts';
import { usePauses } from '../pages/pauses/use-pauses.ts';
import { count } from '../words/run-state.ts';
import { Mark } from './mark.tsx';
import { ThemeButton } from './theme-button.tsx';

interface Badge {
  readonly text: ReactNode;
  /** What it means, for a screen reader. */
  readonly meaning: string;
  readonly tone: string;
}

export function Sidebar() {
  const counts = useLive((state) => state.overview?.status.counts);
  const tasks: Badge | undefined = counts?.invalidTasks
    ? {
        text: String(counts.invalidTasks),
        meaning: count(counts.invalidTasks, 'broken file'),
        tone: 'text-failed',
      }
    : undefined;
  const active = counts ? counts.running + counts.queued : 0;
  const runs: Badge | undefined =
    active > 0 ? { text: String(active), meaning: `${active} active`, tone: 'text-running' } : undefined;
  const pausedAll = usePauses().some(({ scope }) => 'all' in scope);
  const schedule: Badge | undefined = pausedAll
    ? {
        text: <Pause size={11} fill="currentColor" />,
        meaning: 'everything is paused',
        tone: 'text-waiting',
      }
    : undefined;
  return (
    <header className="sidebar titlebar flex shrink-0 items-center gap-1 border-line bg-side px-2 max-md:border-b md:w-[204px] md:flex-col md:items-stretch md:border-r md:pt-4 md:pb-3">
      <Link
        to="/"
        className="flex items-center gap-2 px-2 py-2 text-lg font-semibold tracking-[-0.01em] max-sm:hidden md:mb-2 md:py-0"
      >
        <Mark />
        Luka
      </Link>
      <nav aria-label="Pages" className="flex gap-0.5 py-1.5 max-md:grow md:flex-col md:py-0">
        <Item to="/" icon={CircleGauge} text="Overview" />
        <Item to="/tasks" icon={ListChecks} text="Tasks" badge={tasks} />
        <Item to="/schedule" icon={CalendarClock} text="Schedule" badge={schedule} />
        <Item to="/runs" icon={History} text="Runs" badge={runs} />
        <Item to="/settings" icon={Settings2} text="Settings" />
      </nav>
      <div className="flex items-center justify-between gap-1 md:mt-auto md:pl-2">
        <ConnectionState />
        <ThemeButton />
      </div>
    </header>
  );
}

function Item({
  to,
  icon: Icon,
  text,
  badge,
}: {
  to: string;
  icon: LucideIcon;
  text: string;
  badge?: Badge | undefined;
}) {
  const [path] = useLocation();
  const current = to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`);
  return (
    <Link
      to={to}
      aria-current={current ? 'page' : undefined}
      className={`flex h-7 items-center gap-2 rounded-[6px] px-2 select-none max-sm:gap-1 max-sm:px-[5px] max-sm:text-sm ${
        current ? 'bg-active font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink'
      }`}
    >
      <Icon
        size={15}
        strokeWidth={1.9}
        aria-hidden
        className={`shrink-0 max-sm:hidden ${current ? 'text-accent' : ''}`}
      />
      <span className="grow">{text}</span>
      {badge ? (
        <span className={`text-sm font-semibold ${badge.tone}`}>
          <span aria-hidden>{badge.text}</span>
          <span className="sr-only">{badge.meaning}</span>
        </span>
      ) : null}
    </Link>
  );
}

const CONNECTION = {
  connecting: { text: 'Connecting…', dot: 'border-ink-3' },
  live: { text: 'Live', dot: 'border-ok bg-ok' },
  reconnecting: { text: 'Reconnecting…', dot: 'border-waiting' },
} as const;

function ConnectionState() {
  const connection = useLive((state) => state.connection);
  const { text, dot } = CONNECTION[connection];
  return (
    <output aria-label="Connection" className="flex items-center gap-2 text-sm text-ink-2">
      <span aria-hidden className={`size-[7px] rounded-full border-[1.5px] ${dot}`} />
      <span className="max-sm:sr-only">{text}</span>
      {connection === 'reconnecting' ? (
        <button type="button" className="link text-sm max-md:hidden" onClick={reconnectNow}>
          Try now
        </button>
      ) : null}
    </output>
  );
}
