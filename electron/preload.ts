/** Runs in the window's sandbox, before the page: puts `window.luka` there, through which only the listed channels go. */
import { contextBridge, ipcRenderer } from 'electron';
import { IPC_CHANNELS, type LukaBridge } from '#shared/ipc/channels.ts';

const bridge: LukaBridge = {
  invoke: (channel, ...args) =>
    IPC_CHANNELS.includes(channel)
      ? ipcRenderer.invoke(channel, ...args)
      : Promise.reject(new TypeError('there is no such channel')),
};
contextBridge.exposeInMainWorld('luka', bridge);
