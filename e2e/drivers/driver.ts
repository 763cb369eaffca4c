/** One Luka, started and shown by one of three drivers; the specs and page objects are the same for all of them. */
import type { BrowserContextOptions, Page } from '@playwright/test';
import type { Desktop } from './desktop.ts';

export const DRIVER_NAMES = ['browser', 'electron', 'electron-standin'] as const;
export type DriverName = (typeof DRIVER_NAMES)[number];

export interface StartOptions {
  /** An owner-only folder, empty or a home. */
  readonly home: string;
  /** Added to a small environment that has PATH, HOME and free ports. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Colour scheme, viewport and the like, where the driver has a browser of its own. */
  readonly context?: BrowserContextOptions | undefined;
}

export interface StartedLuka {
  readonly driver: DriverName;
  readonly home: string;
  /** Shows the UI, signed in. */
  readonly page: Page;
  readonly apiUrl: string;
  readonly uiUrl: string;
  /** The home's own token, for a spec that asks the API itself. */
  readonly token: string;
  readonly pid: number;
  /** Present where the driver has a desktop host. */
  readonly desktop: Desktop | undefined;
  /** What Luka wrote to its terminal so far. */
  output(): string;
  /** Ends Luka and its page. May be called twice. @returns the exit code */
  stop(): Promise<number | null>;
}

export interface Driver {
  readonly name: DriverName;
  /** @returns why it cannot run here, or undefined where it can */
  available(): Promise<string | undefined>;
  start(options: StartOptions): Promise<StartedLuka>;
}
