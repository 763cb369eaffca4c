/**
 * Stands in for the module `electron` where its binary cannot be had, so that the built main process can be driven end
 * to end. Test code: it is never part of the app. Each part is held to Electron's own types where it is written.
 */
import type * as Electron from 'electron';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc-main.ts';
import './menu-bar.ts';
import { Menu, nativeImage, Tray } from './menu.ts';
import { net } from './net.ts';
import { protocol } from './scheme.ts';
import {
  clipboard,
  dialog,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  screen,
  session,
  shell,
} from './system.ts';

const electron: Partial<Record<keyof typeof Electron, unknown>> = {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
};

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
};
export default electron;
