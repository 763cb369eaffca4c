/** From moments (slept, woke) to stretches. */
import type { SleepEvent } from '#shared/nouns/power-report.ts';
import type { SleepSpan } from './sleep-ledger.ts';

/** @param events oldest first; a sleep whose end is not among them is left out */
export function spansOf(events: readonly SleepEvent[]): SleepSpan[] {
  const spans: SleepSpan[] = [];
  let open: SleepEvent | undefined;
  for (const event of events) {
    // Said twice, as macOS does where the lid is closed while it falls asleep: it sleeps since the first.
    if (open && open.kind === event.kind) continue;
    if (open)
      spans.push({
        kind: open.kind === 'sleep' ? 'sleep' : 'dark_wake',
        from: Date.parse(open.at),
        to: Date.parse(event.at),
        reason: open.why,
        source: 'the system keeps a record of its sleep',
      });
    open = event.kind === 'sleep' || event.kind === 'dark_wake' ? event : undefined;
  }
  return spans;
}
