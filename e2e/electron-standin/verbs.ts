/** What the driver (which has the browser) and the stand-in (which has the main process) ask of each other. */
import type { MenuLine, Recorded, WindowInfo } from '../drivers/desktop.ts';

/** The frame that a message came from, as the driver sees it in the browser. */
export interface FrameInfo {
  readonly window: number;
  /** 0 for the main frame, else a number of its own. */
  readonly frame: number;
  readonly url: string;
  readonly origin: string;
}

/** Asked of the stand-in. */
export interface StandInVerbs {
  trayMenu(): MenuLine[];
  trayLook(): { image: string; tooltip: string };
  clickTray(id: string): void;
  sleepBlockers(): string[];
  emitPower(event: 'suspend' | 'resume'): void;
  recorded(): Recorded;
  windows(): WindowInfo[];
  invoke(channel: string, args: unknown[], frame: FrameInfo): unknown;
  /** The page wants to go somewhere by itself. */
  mayNavigate(window: number, url: string, isMainFrame: boolean): boolean;
  mayOpen(window: number, url: string): boolean;
  /** The person closed the window. */
  closed(window: number): void;
  quit(): void;
}

/** Asked of the driver. */
export interface BrowserVerbs {
  createWindow(window: number, options: { preload: string; width: number; height: number }): void;
  /** Resolves when the page has loaded; rejects where it cannot be. */
  load(window: number, url: string): void;
  front(window: number): void;
  close(window: number): void;
}
