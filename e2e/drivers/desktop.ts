/** What a spec can see and do of the desktop host beyond its page, whichever driver carries it. */
import type { Page } from '@playwright/test';

export interface MenuLine {
  readonly id: string;
  /** `-` for a line between sections. */
  readonly label: string;
  readonly enabled: boolean;
  readonly checked?: boolean;
  readonly submenu?: readonly MenuLine[];
}

export interface WindowInfo {
  readonly id: number;
  readonly url: string;
  readonly visible: boolean;
  readonly focused: boolean;
  readonly preferences: {
    readonly contextIsolation?: boolean | undefined;
    readonly sandbox?: boolean | undefined;
    readonly nodeIntegration?: boolean | undefined;
    readonly webviewTag?: boolean | undefined;
  };
}

/** What was asked of the operating system since the start. */
export interface Recorded {
  /** Title and text, with a line break between. */
  readonly dialogs: readonly string[];
  readonly notifications: readonly string[];
  /** Addresses handed to the person's browser. */
  readonly opened: readonly string[];
  /** Shown in the file manager. */
  readonly revealed: readonly string[];
  /** Put into the clipboard. */
  readonly copied: readonly string[];
  readonly relaunched: boolean;
  readonly openAtLogin: boolean;
}

export interface Desktop {
  trayMenu(): Promise<MenuLine[]>;
  /** The icon's file name and the words shown over it. */
  trayLook(): Promise<{ image: string; tooltip: string; title: string }>;
  /** The menus of the application. */
  appMenu(): Promise<MenuLine[]>;
  clickAppMenu(label: string): Promise<void>;
  /** What a person will answer to the dialogs to come: numbers of buttons, from 0. */
  answerDialogs(...answers: number[]): Promise<void>;
  /** Clicks the newest notification that has these words. */
  clickNotice(words: string): Promise<void>;
  /** The system opens a link, or a file, with Luka, as macOS does it. */
  openUrl(url: string): Promise<void>;
  openFile(file: string): Promise<void>;
  /** @param id of an item, as `electron/tray-menu.ts` gives them; also of one in a submenu */
  clickTray(id: string): Promise<void>;
  /** Types of the power save blockers that are held now. */
  sleepBlockers(): Promise<string[]>;
  emitPower(event: 'suspend' | 'resume'): Promise<void>;
  recorded(): Promise<Recorded>;
  windows(): Promise<WindowInfo[]>;
  /** The page of the window that was opened last. */
  newestPage(): Page;
  /** Starts Luka once more with the same home. @returns its exit code */
  startAgain(...words: string[]): Promise<number | null>;
  /** As the system does it, or Cmd-Q. @returns the exit code of the whole process */
  quit(): Promise<number | null>;
}

/** All items of a menu with those of its submenus. */
export function allLines(menu: readonly MenuLine[]): MenuLine[] {
  return menu.flatMap((line) => [line, ...allLines(line.submenu ?? [])]);
}
