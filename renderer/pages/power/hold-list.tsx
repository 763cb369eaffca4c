/** Who wants the machine awake just now, until when, and whether that is granted. */
import { Moon, Zap } from 'lucide-react';
import { Link } from 'wouter';
import type { Hold } from '#shared/nouns/power.ts';
import { client } from '../../session/session.ts';
import { Ago, useWords } from '../../ui/clock.tsx';
import { toast, toastError } from '../../ui/toasts.tsx';
import { capital } from '../../words/run-state.ts';
import { plainLine } from '../../words/plain.ts';
import { exactTime } from '../../words/time.ts';
import { leftWords, notHeld, ownerWords } from './power-words.ts';

export function HoldList({ holds, onReleased }: { holds: readonly Hold[]; onReleased: () => void }) {
  if (holds.length === 0) return null;
  return (
    <ul aria-label="Holds" className="mb-7 divide-y divide-line border-y border-line">
      {holds.map((hold) => (
        <HoldRow key={hold.id} hold={hold} onReleased={onReleased} />
      ))}
    </ul>
  );
}

function HoldRow({ hold, onReleased }: { hold: Hold; onReleased: () => void }) {
  const { owner, kind, since, until, reason, held } = hold;
  const name = plainLine(ownerWords(owner));
  const release = async (): Promise<void> => {
    try {
      await client.releaseHold({ params: { hold: hold.id } });
      toast({ kind: 'done', text: 'Let sleep again' });
      onReleased();
    } catch (error) {
      toastError(error);
    }
  };
  const Icon = held ? Zap : Moon;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <Icon size={14} aria-hidden className={held ? 'text-running' : 'text-waiting'} />
      <div className="min-w-[180px] grow basis-0">
        <p className="flex flex-wrap gap-x-2">
          {owner.kind === 'run' ? (
            <Link to={`/runs/${owner.run}`} className="quiet-link font-medium [overflow-wrap:anywhere]">
              {name}
            </Link>
          ) : (
            <span className="font-medium">{name}</span>
          )}
          <span className="text-ink-2">{plainLine(reason)}</span>
        </p>
        <p className="text-sm text-ink-3">
          {held ? 'Held' : <span className="text-waiting">{capital(notHeld(hold) ?? 'not held')}</span>}
          {kind === 'display' ? ', the display too' : ''}, asked for <Ago at={since} />
        </p>
      </div>
      <span className="ml-auto flex items-center gap-3">
        {until === undefined ? null : <Left until={until} />}
        {owner.kind === 'person' ? (
          <button
            type="button"
            className="btn"
            aria-label={`Release: ${reason}`}
            onClick={() => void release()}
          >
            Release
          </button>
        ) : null}
      </span>
    </li>
  );
}

/** Counted down. */
function Left({ until }: { until: string }) {
  const text = useWords((now) => leftWords(until, now));
  return (
    <time dateTime={until} title={exactTime(until)} className="text-ink-2 tabular-nums">
      {text}
    </time>
  );
}
