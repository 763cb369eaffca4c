import {
  BellRing,
  BookOpenText,
  Bot,
  CalendarClock,
  ChartNoAxesCombined,
  CircleGauge,
  FileText,
  History,
  LifeBuoy,
  ListChecks,
  MessageSquareText,
  Pause,
  Scale,
  Settings2,
  ShieldQuestionMark,
  Snowflake,
  TextSearch,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { MOST_VALIDATIONS } from '../live/fetches.ts';
import { reconnectNow } from '../live/sync.ts';
import { useLive } from '../live/store.ts';
import { GOVERNANCE } from '../pages/governance/pages.ts';
import { usePauses } from '../pages/pauses/use-pauses.ts';
import { useNarrow } from '../ui/narrow.ts';
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
  const ill = counts?.troubledAgents ?? 0;
  const agents: Badge | undefined =
    ill > 0
      ? { text: String(ill), meaning: `${count(ill, 'agent')} to look at`, tone: 'text-failed' }
      : undefined;
  const asked = counts?.awaitingApproval ?? 0;
  const approvals: Badge | undefined =
    asked > 0
      ? { text: String(asked), meaning: `${count(asked, 'run')} to decide on`, tone: 'text-waiting' }
      : undefined;
  const escalated = counts?.escalatedAnswers ?? 0;
  const answers: Badge | undefined =
    escalated > 0
      ? { text: String(escalated), meaning: `${count(escalated, 'answer')} to look at`, tone: 'text-waiting' }
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
      <nav
        aria-label="Pages"
        className="nav-strip relative flex min-w-0 gap-0.5 py-1.5 max-md:grow max-md:overflow-x-auto md:-mx-1 md:min-h-0 md:flex-col md:overflow-y-auto md:px-1 md:py-0"
      >
        <Group>
          <Item to="/" icon={CircleGauge} text="Overview" />
        </Group>
        <Group name="Work">
          <Item to="/tasks" icon={ListChecks} text="Tasks" badge={tasks} />
          <Item to="/schedule" icon={CalendarClock} text="Schedule" badge={schedule} />
          <Item to="/runs" icon={History} text="Runs" badge={runs} />
          <Item to="/logs" icon={TextSearch} text="Logs" />
          <Item to="/insights" icon={ChartNoAxesCombined} text="Insights" />
        </Group>
        <Group name="Machine">
          <Item to="/agents" icon={Bot} text="Agents" badge={agents} />
          <Item to="/power" icon={Zap} text="Power" />
        </Group>
        <Group name="Look up">
          <Item to="/assistant" icon={MessageSquareText} text="Assistant" badge={answers} />
          <Item to="/knowledge" icon={BookOpenText} text="Knowledge" />
          <Item to="/reports" icon={FileText} text="Reports" />
        </Group>
        <Group name="Oversight">
          <Item to="/approvals" icon={ShieldQuestionMark} text="Approvals" badge={approvals} />
          <Item
            to="/validation"
            icon={Scale}
            text="Governance"
            badge={useGovernanceBadge()}
            and={GOVERNANCE}
          />
        </Group>
        <Group name="Luka">
          <Item to="/notifications" icon={BellRing} text="Notifications" />
          <Item to="/settings" icon={Settings2} text="Settings" />
          <Item to="/docs" icon={LifeBuoy} text="Docs" />
        </Group>
      </nav>
      <div className="flex items-center justify-between gap-1 md:mt-auto md:pt-2 md:pl-2">
        <ConnectionState />
        <ThemeButton />
      </div>
    </header>
  );
}

/** That Luka is frozen comes before the results and modules that wait for a human's word. */
function useGovernanceBadge(): Badge | undefined {
  const frozen = useLive((state) => state.policy?.paused ?? false);
  const results = useLive((state) => state.validations?.length ?? 0);
  const modules = useLive((state) => state.overview?.status.counts.stagedModules ?? 0);
  if (frozen)
    return {
      text: <Snowflake size={12} strokeWidth={2.4} />,
      meaning: 'Luka is frozen',
      tone: 'text-waiting',
    };
  if (results + modules === 0) return undefined;
  const parts = [
    ...(results > 0 ? [`${count(results, 'result')} to look at`] : []),
    ...(modules > 0 ? [`${count(modules, 'module')} to look at`] : []),
  ];
  return {
    text: results < MOST_VALIDATIONS ? String(results + modules) : `${MOST_VALIDATIONS}+`,
    meaning: parts.join(', '),
    tone: 'text-waiting',
  };
}

/** Entries that belong together. On a narrow page they stand in the strip like all others. */
function Group({ name, children }: { name?: string; children: ReactNode }) {
  return (
    <div className={`max-md:contents ${name === undefined ? '' : 'md:mt-2.5'}`}>
      {name === undefined ? null : (
        <p aria-hidden className="mb-0.5 px-2 text-xs font-semibold text-ink-3 select-none max-md:hidden">
          {name}
        </p>
      )}
      <ul aria-label={name} className="max-md:contents md:flex md:flex-col md:gap-0.5">
        {children}
      </ul>
    </div>
  );
}

const ALONE: readonly string[] = [];

/** @param and further addresses that belong to it */
function Item({
  to,
  icon: Icon,
  text,
  badge,
  and = ALONE,
}: {
  to: string;
  icon: LucideIcon;
  text: string;
  badge?: Badge | undefined;
  and?: readonly string[];
}) {
  const [path] = useLocation();
  const isNarrow = useNarrow();
  const current = [to, ...and].some((each) =>
    each === '/' ? path === '/' : path === each || path.startsWith(`${each}/`),
  );
  // On a narrow page the entries are a strip that may be longer than the page.
  const own = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (current) own.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  return (
    <li className="max-md:shrink-0">
      <Link
        ref={own}
        to={to}
        aria-current={current ? 'page' : undefined}
        title={isNarrow ? text : undefined}
        className={`relative flex h-7 items-center gap-2 rounded-[6px] px-2 select-none max-md:gap-1.5 max-sm:px-1.5 ${
          current ? 'bg-active font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink'
        }`}
      >
        <Icon
          size={15}
          strokeWidth={1.9}
          aria-hidden
          className={`shrink-0 ${current ? 'text-accent' : ''}`}
        />
        {/* On a narrow page only the name of the open page has room. */}
        <span className={current ? 'grow' : 'grow max-md:sr-only'}>{text}</span>
        {badge ? (
          <span className={`text-sm font-semibold ${badge.tone}`}>
            <span aria-hidden>{badge.text}</span>
            <span className="sr-only">{badge.meaning}</span>
          </span>
        ) : null}
      </Link>
    </li>
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
