/** A person's own hold, by one press. */
import { useState } from 'react';
import { machineNow, useMachineClock } from '../../live/machine-clock.ts';
import { client } from '../../session/session.ts';
import { Switch } from '../../ui/switch.tsx';
import { toast, toastError } from '../../ui/toasts.tsx';
import { capital } from '../../words/run-state.ts';
import { LENGTHS, nextMorning, notHeld } from './power-words.ts';

interface Wish {
  readonly whileTasks?: true;
  /** Seconds. */
  readonly for?: number;
  readonly until?: string;
}

export function KeepAwakeButtons({ onHeld }: { onHeld: () => void }) {
  const tz = useMachineClock((state) => state.tz);
  const [display, setDisplay] = useState(false);
  const [asking, setAsking] = useState(false);
  const ask = async (wish: Wish): Promise<void> => {
    setAsking(true);
    try {
      const hold = await client.keepAwake({ body: { ...wish, ...(display ? { display } : {}) } });
      const why = notHeld(hold);
      toast({
        kind: 'done',
        text: why === undefined ? `Kept awake ${hold.reason}` : `Noted, ${hold.reason}; ${why}`,
      });
      onHeld();
    } catch (error) {
      toastError(error);
    } finally {
      setAsking(false);
    }
  };
  const choices: readonly (readonly [string, () => Wish])[] = [
    ['while tasks run', () => ({ whileTasks: true })],
    ...LENGTHS.map(([words, ms]) => [words, () => ({ for: ms / 1_000 })] as const),
    ['until 07:00', () => ({ until: nextMorning(machineNow(), tz) })],
    ['until I stop it', () => ({})],
  ];
  return (
    <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-2 pb-4">
      <legend className="float-left mr-1 text-ink-2">Keep awake</legend>
      {choices.map(([words, wish]) => (
        <button
          key={words}
          type="button"
          className="btn"
          aria-label={`Keep awake ${words}`}
          disabled={asking}
          onClick={() => void ask(wish())}
        >
          {capital(words)}
        </button>
      ))}
      <span className="flex items-center gap-2 text-ink-2">
        <Switch checked={display} label="The display, too" onChange={setDisplay} />
        <span aria-hidden>The display, too</span>
      </span>
    </fieldset>
  );
}
