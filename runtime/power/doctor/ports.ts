/** What each system can tell of its sleep, by programs and files of its own. */
import type { PowerReport, SleepEvent } from '#shared/nouns/power-report.ts';

export interface Window {
  /** ms since 1970 */
  readonly from: number;
  readonly to: number;
}

export interface SleepHistory {
  /**
   * When the machine went to sleep and woke, oldest first; the newest `limit` of them.
   * @throws where it cannot be read
   */
  between(window: Window, limit: number): Promise<{ events: SleepEvent[]; more: boolean }>;
}

export interface PowerDoctor {
  /** What cannot be found out stands in `cannotKnow`. Never throws for a program that is not there. */
  examine(window: Window): Promise<PowerReport>;
}
