/** Power: who keeps the machine awake now, what the last seven days were like, and what the doctor finds. */
import { ZapOff } from 'lucide-react';
import type { PowerStatus } from '#shared/nouns/power.ts';
import { learnClock } from '../../live/machine-clock.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader, Section, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { capital } from '../../words/run-state.ts';
import { Doctor } from './doctor.tsx';
import { HoldList } from './hold-list.tsx';
import { Holders } from './holders.tsx';
import { KeepAwakeButtons } from './keep-awake-buttons.tsx';
import { Now } from './now.tsx';
import { Wakes } from './wakes.tsx';
import { Week } from './week.tsx';

export function PowerPage() {
  useTitle('Power');
  const now = useFetched('power', (signal) => client.getPower({}, { signal }), { follows: 'powerStamp' });
  const past = useFetched(
    'power week',
    async (signal) => {
      const timeline = await client.getPowerTimeline({ query: {} }, { signal });
      learnClock(timeline);
      return timeline;
    },
    {
      follows: 'powerPastStamp',
    },
  );
  return (
    <>
      <PageHeader title="Power" />
      <div className="min-h-0 grow overflow-y-auto px-4 pt-5 pb-6 md:px-6">
        <div className="max-w-[1080px]">
          {now.value ? <BlockerNotice status={now.value} /> : null}
          {now.value ? (
            <>
              <Now status={now.value} />
              <KeepAwakeButtons onHeld={now.again} />
              <HoldList holds={now.value.holds} onReleased={now.again} />
            </>
          ) : null}
          {!now.value && now.error ? <Problem error={now.error} className="pb-6" /> : null}
          <Section title="Last 7 days" id="power-week">
            {past.value ? <Week timeline={past.value} /> : null}
            {!past.value && past.error ? <Problem error={past.error} className="py-3" /> : null}
          </Section>
          {past.value ? (
            <Section title="Who held what" id="power-holders">
              <Holders timeline={past.value} />
            </Section>
          ) : null}
          <Wakes />
          <Doctor />
        </div>
      </div>
    </>
  );
}

/** A machine that nobody wants awake, such as a server that never sleeps, is no failure. */
function BlockerNotice({ status: { blocker, holds } }: { status: PowerStatus }) {
  if (blocker.works && blocker.message === undefined) return null;
  return (
    <Notice
      tone={blocker.works || holds.length === 0 ? 'waiting' : 'failed'}
      icon={ZapOff}
      label="What keeps it awake"
      title={blocker.works ? 'It is kept awake only in part.' : 'Nothing can keep this machine awake.'}
    >
      {capital(blocker.message ?? 'why is not known')}. Runs go on all the same.
    </Notice>
  );
}
