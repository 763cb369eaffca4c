/** The same main process without Luka's code: an icon with a menu, a window over a scheme of its own, one IPC channel. */
import { app, BrowserWindow, ipcMain, Menu, nativeImage, protocol, Tray } from 'electron';
import { fileURLToPath } from 'node:url';

const icon = fileURLToPath(new URL('../../assets/icons/tray-idleTemplate.png', import.meta.url));
const preload = fileURLToPath(new URL('../../dist/electron/preload.cjs', import.meta.url));
const PAGE = '<!doctype html><title>bare</title><h1>Overview</h1>';

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
process.on('SIGTERM', () => app.exit(0));
app.on('window-all-closed', () => undefined);
void app.whenReady().then(async () => {
  protocol.handle('app', () => new Response(PAGE, { headers: { 'content-type': 'text/html' } }));
  ipcMain.handle('luka:host', () => ({ host: 'desktop' }));
  const tray = new Tray(nativeImage.createFromPath(icon));
  tray.setContextMenu(Menu.buildFromTemplate([{ id: 'counts', label: 'Nothing is running' }]));
  const window = new BrowserWindow({ show: false, webPreferences: { preload } });
  window.once('ready-to-show', () => window.show());
  await window.loadURL('app://luka/');
});
