import type { PowerStatus } from '#shared/nouns/power.ts';
import { TONE_TEXT } from '../../ui/tone.ts';
import { useMachineClock } from '../../live/machine-clock.ts';
import { clockAt, momentAt } from '../../words/zone.ts';
import { awakeWords, lengthWords, sourceWords } from './power-words.ts';

/** The state in one line, then what it rests on. */
export function Now({ status }: { status: PowerStatus }) {
  const tz = useMachineClock((state) => state.tz);
  const { text, tone } = awakeWords(status);
  const { blocker, lid, lastSleep, policy } = status;
  const facts = [
    sourceWords(status),
    ...(lid === undefined ? [] : [`lid ${lid}`]),
    blocker.works ? `held by ${blocker.name}` : 'no means to hold it',
    ...policyWords(policy),
  ];
  return (
    <section aria-label="Now" className="pb-4">
      <p className={`text-lg font-semibold ${TONE_TEXT[tone]}`}>{text}</p>
      <p className="text-ink-2">{facts.join(' · ')}</p>
      {lastSleep ? (
        <p className="text-ink-2">
          Last slept {momentAt(lastSleep.from, tz)} to {clockAt(lastSleep.to, tz)},{' '}
          {lengthWords(Date.parse(lastSleep.to) - Date.parse(lastSleep.from))}
          {lastSleep.reason === undefined ? '' : `: ${lastSleep.reason}`}.
        </p>
      ) : null}
    </section>
  );
}

function policyWords({
  onlyOnAc,
  notUnderPercent,
  notInLowPower,
  longestHoldMs,
}: PowerStatus['policy']): string[] {
  return [
    ...(onlyOnAc ? ['only on mains'] : []),
    ...(notUnderPercent === null ? [] : [`not under ${notUnderPercent} %`]),
    ...(notInLowPower ? ['not in low-power mode'] : []),
    ...(longestHoldMs === null ? [] : [`at most ${lengthWords(longestHoldMs)}`]),
  ];
}
