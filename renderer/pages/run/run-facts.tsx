import { Link } from 'wouter';
import type { Run } from '#shared/nouns/run.ts';
import { Due, Took } from '../../ui/clock.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { capital, causeWords } from '../../words/run-state.ts';
import { exactTime } from '../../words/time.ts';
import { isRetrying } from './attempt-words.ts';

export function RunFacts({ run }: { run: Run }) {
  const params = Object.entries(run.params);
  return (
    <Facts>
      <Fact name="Cause">{causeWords(run.cause)}</Fact>
      {run.cause.subject === undefined ? null : (
        <Fact name="Set off by">
          <span className="[overflow-wrap:anywhere]">{run.cause.subject}</span>
        </Fact>
      )}
      {run.cause.late === undefined ? null : <Fact name="Late">{capital(run.cause.late)}</Fact>}
      {run.task === undefined ? null : (
        <Fact name="Task">
          <Link to={`/tasks/${encodeURIComponent(run.task)}`} className="link break-all">
            {run.task}
          </Link>
        </Fact>
      )}
      {run.orderId === undefined ? null : <Fact name="Work order">{run.orderId}</Fact>}
      {run.startedAt === undefined || run.state === 'queued' ? null : (
        <Fact name="Duration">
          <Took of={run} />
        </Fact>
      )}
      {run.attempt === undefined ? null : (
        <Fact name="Attempt">
          {run.attempt}
          {isRetrying(run) && run.readyAt !== undefined ? (
            <span className="text-waiting">
              {' '}
              starts <Due at={run.readyAt} />
            </span>
          ) : null}
        </Fact>
      )}
      {run.power === undefined ? null : (
        <Fact name="Power">
          {run.power.words.map((line) => (
            <p key={line}>{capital(line)}.</p>
          ))}
        </Fact>
      )}
      {run.exitCode === undefined ? null : <Fact name="Exit code">{run.exitCode}</Fact>}
      {run.signal === undefined ? null : <Fact name="Signal">{run.signal}</Fact>}
      {run.errorCode === undefined ? null : (
        <Fact name="Error">
          <code>{run.errorCode}</code>
        </Fact>
      )}
      {run.cause.scheduledFor === undefined ? null : (
        <Fact name="Due">
          <Moment at={run.cause.scheduledFor} />
        </Fact>
      )}
      <Fact name="Queued">
        <Moment at={run.queuedAt} />
      </Fact>
      {run.startedAt === undefined ? null : (
        <Fact name="Started">
          <Moment at={run.startedAt} />
        </Fact>
      )}
      {run.endedAt === undefined ? null : (
        <Fact name="Ended">
          <Moment at={run.endedAt} />
        </Fact>
      )}
      {run.priority === 'normal' ? null : <Fact name="Priority">{run.priority}</Fact>}
      {params.map(([name, value]) => (
        <Fact key={name} name={name}>
          <code className="break-all">{String(value)}</code>
        </Fact>
      ))}
    </Facts>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <span className="text-ink-2" title={exactTime(at)}>
      {exactTime(at).replace(/^\w+, /, '')}
    </span>
  );
}
