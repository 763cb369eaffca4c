/** Important tasks that are due, and whether the machine will wake for them. */
import type { WakePlan } from '#shared/nouns/power-report.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { useMachineClock } from '../../live/machine-clock.ts';
import { client } from '../../session/session.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/page.tsx';
import { toast, toastError } from '../../ui/toasts.tsx';
import { capital } from '../../words/run-state.ts';
import { plainLine } from '../../words/plain.ts';
import { momentAt } from '../../words/zone.ts';

const STATES: Readonly<Record<WakePlan['state'], string>> = {
  planned: 'The machine wakes for it',
  absent: 'The machine will not wake for it',
  cannot_tell: 'Whether it wakes cannot be told',
};

export function Wakes() {
  const { value, again } = useFetched('power wakes', (signal) => client.listWakes({ query: {} }, { signal }));
  if (!value || value.plans.length === 0) return null;
  return (
    <Section title="Wakes for important tasks" id="power-wakes">
      {value.message === undefined ? null : <p className="text-ink-2">{capital(value.message)}.</p>}
      <ul aria-label="Wakes" className="divide-y divide-line">
        {value.plans.map((plan) => (
          <Row key={plan.task} plan={plan} rootAtHand={value.rootAtHand} onChanged={again} />
        ))}
      </ul>
    </Section>
  );
}

function Row({
  plan,
  rootAtHand,
  onChanged,
}: {
  plan: WakePlan;
  rootAtHand: boolean;
  onChanged: () => void;
}) {
  const tz = useMachineClock((state) => state.tz);
  const { task, title, due, wake, state, command } = plan;
  const change = async (cancel: boolean): Promise<void> => {
    try {
      await client.planWake({ body: { task, ...(cancel ? { cancel } : {}) } });
      toast({ kind: 'done', text: cancel ? 'No wake is planned any more' : `Wakes ${momentAt(wake, tz)}` });
      onChanged();
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <div className="min-w-[200px] grow basis-0">
        <p className="font-medium break-words">{plainLine(title)}</p>
        <p className="text-sm text-ink-2">
          Due {momentAt(due, tz)}. {STATES[state]}
          {state === 'planned' ? `, ${momentAt(wake, tz)}` : ''}.
        </p>
        {rootAtHand || command === undefined ? null : (
          <p className="flex items-center gap-0.5">
            <code className="text-sm break-all">{command}</code>
            <CopyButton text={() => command} label={`Copy the command for ${title}`} />
          </p>
        )}
      </div>
      {rootAtHand && state !== 'cannot_tell' ? (
        <button type="button" className="btn" onClick={() => void change(state === 'planned')}>
          {state === 'planned' ? 'Cancel the wake' : 'Wake for it'}
        </button>
      ) : null}
    </li>
  );
}
