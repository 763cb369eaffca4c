import type Electron from 'electron';

type Listener = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;

class StandInIpcMain implements Pick<Electron.IpcMain, 'handle'> {
  readonly #handlers = new Map<string, Listener>();

  handle(channel: string, listener: Listener): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, listener);
  }

  /** Synchronous messages: electron-store offers some to pages, none of which can be sent from ours. */
  on(): this {
    return this;
  }

  invoke(channel: string, args: unknown[], senderFrame: object): unknown {
    const listener = this.#handlers.get(channel);
    if (listener === undefined) throw new Error(`No handler registered for '${channel}'`);
    return listener({ senderFrame } as Electron.IpcMainInvokeEvent, ...args);
  }
}

export const ipcMain = new StandInIpcMain();
