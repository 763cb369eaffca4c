/** One moment in full: what became of it and why, its run, and the way to everything that is known about it. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Slot } from '#shared/nouns/slot.ts';
import { DueSoon } from '../../ui/clock.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { SlotIcon } from '../../ui/slot-icon.tsx';
import { StateIcon } from '../../ui/state-icon.tsx';
import { stateLabel } from '../../words/run-state.ts';
import { reasonWords } from '../../words/slot-state.ts';
import { momentAt } from '../../words/zone.ts';
import { pointWords, whyWords } from './group-words.ts';
import type { Point } from './timeline-layout.ts';

export function PointDetails({
  point,
  title,
  task,
  tz,
}: {
  point: Point;
  title: string;
  task: string;
  tz: string;
}) {
  const { slot, upcoming, mark, at } = point;
  const why = whyWords(point);
  return (
    <>
      <p className="flex items-start gap-2 font-semibold">
        <span className="flex h-5 items-center">
          <SlotIcon mark={mark} size={15} />
        </span>
        {pointWords(point)}
      </p>
      {why === undefined ? null : <p className="mt-1 break-words text-ink-2">{reasonWords(why)}</p>}
      <div className="mt-4">
        <Facts>
          <Fact name="Task">
            <Link to={`/tasks/${encodeURIComponent(task)}`} className="link break-words">
              {title}
            </Link>
          </Fact>
          <Fact name="Due">
            {momentAt(at, tz)}
            {upcoming ? (
              <>
                {' '}
                <DueSoon at={upcoming.due} className="text-ink-3" />
              </>
            ) : null}
          </Fact>
          {point.until === undefined ? null : <Fact name="To">{momentAt(point.until, tz)}</Fact>}
          <Fact name="Trigger">{slot?.trigger ?? upcoming?.trigger}</Fact>
          {slot ? <SlotFacts slot={slot} tz={tz} /> : null}
        </Facts>
      </div>
      {slot ? (
        <p>
          <Link to={`/tasks/${encodeURIComponent(task)}?why=${encodeURIComponent(slot.due)}`} className="btn">
            Why?
          </Link>
        </p>
      ) : null}
    </>
  );
}

function SlotFacts({ slot, tz }: { slot: Slot; tz: string }) {
  const { run, runState, waitUntil, decidedAt, state } = slot;
  return (
    <>
      {run === undefined ? null : (
        <Fact name="Run">
          <RunLink run={run}>
            {runState === undefined ? null : (
              <>
                <StateIcon state={runState} size={12} />
                <span className="text-ink-2">{stateLabel(runState)}</span>
              </>
            )}
          </RunLink>
        </Fact>
      )}
      {waitUntil === undefined ? (
        <Fact name={state === 'waiting' || state === 'held' ? 'Since' : 'Decided'}>
          <span className="text-ink-2">{momentAt(decidedAt, tz)}</span>
        </Fact>
      ) : (
        <Fact name="Waits until">{momentAt(waitUntil, tz)}</Fact>
      )}
    </>
  );
}

function RunLink({ run, children }: { run: number; children: ReactNode }) {
  return (
    <span className="flex items-center gap-2">
      <Link to={`/runs/${run}`} className="link">
        Run #{run}
      </Link>
      {children}
    </span>
  );
}
