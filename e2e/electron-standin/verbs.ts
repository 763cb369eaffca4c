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
  trayLook(): { image: string; tooltip: string; title: string };
  appMenu(): MenuLine[];
  clickAppMenu(label: string): void;
  clickTray(id: string): void;
  sleepBlockers(): string[];
  emitPower(event: 'suspend' | 'resume'): void;
  recorded(): Recorded;
  answerDialogs(answers: readonly number[]): void;
  clickNotice(words: string): void;
  openUrl(url: string): void;
  openFile(file: string): void;
  /** Something in the main process throws, and nobody catches it. */
  fault(message: string): void;
  /** The page's process ends. */
  crashPage(): Promise<void>;
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
  send(window: number, channel: string, args: unknown[]): void;
  /** An empty text ends it. */
  find(window: number, text: string, forward: boolean): { matches: number; active: number };
  blank(window: number): void;
  close(window: number): void;
}
