/** When a task starts by itself: its triggers, its next moments, its week, and why it did or did not run. */
import { CalendarCog, Pause } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Upcoming } from '#shared/nouns/slot.ts';
import type { Task } from '#shared/nouns/task.ts';
import { machineNow, useMachineClock } from '../../../live/machine-clock.ts';
import { useFetched } from '../../../live/use-fetched.ts';
import { client } from '../../../session/session.ts';
import { DueSoon } from '../../../ui/clock.tsx';
import { lazily } from '../../../ui/lazy.tsx';
import { Empty, Section } from '../../../ui/page.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { capital } from '../../../words/run-state.ts';
import { momentAt } from '../../../words/zone.ts';
import { PauseDialog } from '../../pauses/pause-dialog.tsx';
import { HeatMap } from './heat-map.tsx';
import { HookAddress } from './hook-address.tsx';
import { Why } from './why.tsx';

const ScheduleForm = lazily(async () => (await import('../schedule-form/schedule-form.tsx')).ScheduleForm);

const NEXT = 5;
const AHEAD_MS = 30 * 86_400_000;

export function TaskSchedule({ task }: { task: Task }) {
  const [query, setQuery] = useSearchParams();
  const [open, setOpen] = useState<'pause' | 'form'>();
  const why = useRef<HTMLDivElement>(null);
  const at = query.get('why') ?? undefined;
  const ask = (moment: string | undefined): void =>
    setQuery(moment === undefined ? {} : { why: moment }, { replace: true });
  // A link to a moment leads to its answer.
  useEffect(() => {
    if (at !== undefined) why.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const close = (): void => setOpen(undefined);
  return (
    <>
      <Section
        id="schedule"
        title="Schedule"
        aside={
          <span className="flex gap-2">
            {task.triggers.length > 0 ? (
              <button type="button" className="btn" onClick={() => setOpen('pause')}>
                <Pause size={11} aria-hidden fill="currentColor" />
                Pause…
              </button>
            ) : null}
            {task.source === 'yaml' && task.definition ? (
              <button type="button" className="btn" onClick={() => setOpen('form')}>
                <CalendarCog size={13} aria-hidden />
                Edit schedule
              </button>
            ) : null}
          </span>
        }
      >
        {!task.definition ? (
          <Empty title="Its file has errors: nothing starts it by itself until they are mended." />
        ) : task.triggers.length === 0 ? (
          <Empty title="It starts only by hand." />
        ) : (
          <div className="mb-4 grid gap-x-8 gap-y-3 md:grid-cols-2">
            <div className="min-w-0">
              <p className="text-sm text-ink-3">Starts</p>
              <ul aria-label="Triggers">
                {task.triggers.map((words) => (
                  <li key={words} className="break-words">
                    {capital(words)}
                  </li>
                ))}
              </ul>
              {task.definition?.triggers?.some((trigger) => 'webhook' in trigger) ? (
                <HookAddress task={task} />
              ) : null}
            </div>
            <NextTimes task={task} />
          </div>
        )}
        <HeatMap task={task.id} onAsk={ask} />
      </Section>
      <div ref={why}>
        <Why task={task.id} at={at} onAsk={ask} />
      </div>
      {open === 'pause' ? (
        <PauseDialog scope={{ task: task.id }} title={`Pause ${task.title}`} onClose={close} />
      ) : null}
      {open === 'form' ? (
        <Suspense fallback={null}>
          <ScheduleForm task={task} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
}

function NextTimes({ task }: { task: Task }) {
  const tz = useMachineClock((state) => state.tz);
  const { value, error } = useFetched(`next ${task.id} ${task.hash}`, async (signal) => {
    const to = new Date(machineNow() + AHEAD_MS).toISOString();
    const { upcoming } = await client.listUpcoming({ query: { task: task.id, to, limit: NEXT } }, { signal });
    return upcoming;
  });
  // What keeps all of them from running is said once.
  const [first] = value ?? [];
  const same = value?.every(({ obstacle }) => obstacle === first?.obstacle) ? first?.obstacle : undefined;
  return (
    <div className="min-w-0">
      <p className="text-sm text-ink-3">Next</p>
      {error && !value ? <Problem error={error} /> : null}
      {value?.length === 0 ? <p className="text-ink-2">{noneWords(task)}</p> : null}
      {value && value.length > 0 ? (
        <ol aria-label="Next times">
          {value.map((moment) => (
            <NextTime
              key={`${moment.trigger}${moment.due}`}
              moment={moment}
              tz={tz}
              obstacle={same === undefined ? moment.obstacle : undefined}
            />
          ))}
        </ol>
      ) : null}
      {same === undefined ? null : <p className="text-sm text-waiting">{capital(same)}</p>}
    </div>
  );
}

function NextTime({
  moment: { due },
  tz,
  obstacle,
}: {
  moment: Upcoming;
  tz: string;
  obstacle: string | undefined;
}) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <span>{momentAt(due, tz)}</span>
      <DueSoon at={due} className="text-sm text-ink-3" />
      {obstacle === undefined ? null : <span className="text-sm text-waiting">{capital(obstacle)}</span>}
    </li>
  );
}

function noneWords(task: Task): string {
  if (task.state === 'disabled') return 'None: it is switched off.';
  return task.nextDue === undefined ? 'When something happens; no time is known.' : 'Not within 30 days.';
}
