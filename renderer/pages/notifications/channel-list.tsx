/** The channels, how each does, and a test of each with the answer of the other side. */
import { useState } from 'react';
import type { ChannelView, TestResult } from '#shared/nouns/notify.ts';
import { toApiError } from '../../api/api-error.ts';
import { useMachineClock } from '../../live/machine-clock.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { CHANNEL_WORDS } from '../../words/notify.ts';
import { plainLine } from '../../words/plain.ts';
import { capital, count } from '../../words/run-state.ts';
import { durationWords } from '../../words/time.ts';
import { clockAt } from '../../words/zone.ts';

export function ChannelList({ channels }: { channels: readonly ChannelView[] }) {
  return (
    <ul aria-label="Channels" className="divide-y divide-line border-y border-line">
      {channels.map((channel) => (
        <Channel key={channel.name} channel={channel} />
      ))}
    </ul>
  );
}

function Channel({ channel }: { channel: ChannelView }) {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Pick<TestResult, 'ok' | 'answer'> & { tookMs?: number }>();
  const { name, kind, where, enabled } = channel;
  const test = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setResult(undefined);
    try {
      setResult(await client.testChannel({ params: { channel: name }, body: {} }));
    } catch (error) {
      setResult({ ok: false, answer: toApiError(error).message });
    }
    setBusy(false);
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-[200px] grow basis-0">
        <p className="break-words">
          <span className={`font-medium ${enabled ? '' : 'text-ink-3'}`}>{name}</span>{' '}
          <span className="text-ink-3">
            {CHANNEL_WORDS[kind].name}
            {kind === 'native' ? '' : `, ${plainLine(where)}`}
          </span>
        </p>
        <p className="text-sm">
          <State channel={channel} />
        </p>
        <output className="block text-sm break-words">
          {busy ? <span className="text-ink-3">Sending a test…</span> : null}
          {result ? (
            <span className={result.ok ? 'text-ok' : 'text-failed'}>
              {result.ok ? 'The test was sent' : 'The test was not sent'}
              {result.tookMs === undefined ? '' : ` in ${durationWords(result.tookMs)}`}:{' '}
              {plainLine(result.answer)}
            </span>
          ) : null}
        </output>
      </div>
      <button
        type="button"
        className="btn"
        aria-disabled={busy}
        aria-label={`Test ${name}`}
        onClick={() => void test()}
      >
        Test
      </button>
    </li>
  );
}

function State({
  channel: { enabled, problem, dead, waiting, quietUntil, lastSentAt },
}: {
  channel: ChannelView;
}) {
  const tz = useMachineClock((state) => state.tz);
  if (!enabled) return <span className="text-ink-3">Switched off</span>;
  if (problem !== undefined) return <span className="text-failed">{capital(plainLine(problem))}</span>;
  const notes = [
    quietUntil === undefined ? '' : `quiet until ${clockAt(quietUntil, tz)}`,
    waiting > 0 ? `${count(waiting, 'message')} waiting` : '',
  ].filter((note) => note !== '');
  return (
    <span className="text-ink-2">
      {dead > 0 ? <span className="text-failed">{count(dead, 'message')} not sent this week. </span> : null}
      {notes.length > 0 ? `${capital(notes.join(', '))}. ` : ''}
      {lastSentAt === undefined ? (
        'Nothing was sent yet'
      ) : (
        <>
          Last sent <Ago at={lastSentAt} />
        </>
      )}
    </span>
  );
}
