/** The end of what a job wrote. */
import { useState } from 'react';
import type { Agent } from '#shared/nouns/agent.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { PlainText } from '../../ui/diff-view.tsx';
import { Empty, Section } from '../../ui/page.tsx';
import { Path } from '../../ui/path.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';

const STREAMS = { out: 'Output', err: 'Errors' } as const;

export function AgentLogs({ agent: { id, logs, scope } }: { agent: Agent }) {
  const isUnit = scope === 'unit';
  const [chosen, setStream] = useState<'out' | 'err'>();
  const newest = logs.toSorted((a, b) => (b.changedAt ?? '').localeCompare(a.changedAt ?? ''))[0];
  const stream = chosen ?? newest?.stream;
  const known = logs.find((log) => log.stream === stream);
  // What is not there yet is not asked for; a journal is always there.
  const isThere = known?.changedAt !== undefined || isUnit;
  const { value, error } = useFetched(
    stream === undefined || !isThere ? undefined : `agent log ${id} ${stream}`,
    (signal) => client.agentLog({ params: { agent: id }, query: { stream: stream ?? 'out' } }, { signal }),
    { follows: 'agentsStamp' },
  );
  // A timer writes nothing: what it starts does.
  if (stream === undefined && isUnit) return null;
  if (stream === undefined)
    return (
      <Section id="log" title="Log">
        <Empty title="It names no log.">
          What it writes is lost: give it a StandardOutPath and a StandardErrorPath.
        </Empty>
      </Section>
    );
  return (
    <Section
      id="log"
      title="Log"
      aside={
        logs.length > 1 ? (
          <Segmented
            label="Stream"
            value={stream}
            options={logs.map((log) => [log.stream, STREAMS[log.stream]] as const)}
            onChange={setStream}
          />
        ) : undefined
      }
    >
      {known && !isThere ? (
        <Empty title="Nothing was written yet.">
          <Path path={known.file} />
        </Empty>
      ) : value ? (
        <>
          {isUnit ? null : (
            <p className="mb-1 text-sm text-ink-3">
              <Path path={value.file} />, written <Ago at={value.changedAt} />
            </p>
          )}
          {value.text === '' ? (
            <Empty title="Nothing in it." />
          ) : (
            <div className="max-h-[320px] overflow-y-auto">
              <PlainText text={value.text} label={STREAMS[stream]} />
            </div>
          )}
        </>
      ) : error ? (
        <Problem error={error} />
      ) : null}
    </Section>
  );
}
