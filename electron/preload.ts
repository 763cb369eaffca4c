/** Runs in the window's sandbox, before the page: puts `window.luka` there, through which only the listed channels go. */
import { contextBridge, ipcRenderer } from 'electron';
import { COMMAND_CHANNEL, IPC_CHANNELS, PAGE_COMMANDS, type LukaBridge } from '#shared/ipc/channels.ts';

const bridge: LukaBridge = {
  invoke: (channel, ...args) =>
    IPC_CHANNELS.includes(channel)
      ? ipcRenderer.invoke(channel, ...args)
      : Promise.reject(new TypeError('there is no such channel')),
  onCommand: (listener) =>
    // The event is not handed on: it would carry the raw `ipcRenderer` into the page.
    void ipcRenderer.on(COMMAND_CHANNEL, (_event, command: unknown) => {
      const known = PAGE_COMMANDS.find((one) => one === command);
      if (known !== undefined) listener(known);
    }),
};
contextBridge.exposeInMainWorld('luka', bridge);
