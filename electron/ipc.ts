/**
 * The one place that touches `ipcMain`: every channel is one of the map's, every sender is checked, every time, and so is the
 * shape of what it sends.
 */
import { ipcMain } from 'electron';
import { IPC_ARGUMENTS } from '#shared/ipc/arguments.ts';
import type { IpcChannel, IpcChannels } from '#shared/ipc/channels.ts';
import { isTrustedSender, type Sender } from './sender.ts';

export type IpcHandlers = {
  readonly [C in IpcChannel]: (
    ...args: Parameters<IpcChannels[C]>
  ) => ReturnType<IpcChannels[C]> | Promise<ReturnType<IpcChannels[C]>>;
};

/** @param mainFrame of the window that is open now */
export function handleIpc(handlers: IpcHandlers, mainFrame: () => Sender | undefined): void {
  for (const [channel, handler] of Object.entries(handlers) as [
    IpcChannel,
    (...args: unknown[]) => unknown,
  ][]) {
    ipcMain.handle(channel, (event, ...args: unknown[]) => {
      if (!isTrustedSender(event.senderFrame, mainFrame()))
        throw new Error(`${channel}: this page may not ask`);
      const read = IPC_ARGUMENTS[channel].safeParse(args);
      if (!read.success) throw new Error(`${channel}: these are not its arguments`);
      return handler(...read.data);
    });
  }
}
