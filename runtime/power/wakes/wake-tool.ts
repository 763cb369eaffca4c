/** What plans wakes, whatever the system calls it. */
import type { ScheduledPowerEvent } from '#shared/nouns/power-report.ts';
import type { RootCommand } from '../../root/root-shell.ts';

export interface WakeTool {
  /** Everything the system will wake, sleep or start for. @throws where it cannot be asked */
  scheduled(): Promise<ScheduledPowerEvent[]>;
  /** @param at whole seconds, ms since 1970 */
  plan(at: number): RootCommand;
  cancel(at: number): RootCommand;
}
