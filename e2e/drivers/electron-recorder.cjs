/**
 * Loaded into the real Electron before the main process (`electron -r`): keeps the menu of the menu bar and the power
 * save blockers where a test can read them, because Electron itself cannot be asked for either.
 */
/* oxlint-disable typescript/unbound-method -- each is called with its own object below */
const electron = require('electron');

const recorder = {
  tray: undefined,
  template: [],
  image: '',
  tooltip: '',
  blockers: new Map(),
  dialogs: [],
  notifications: [],
  opened: [],
  revealed: [],
};
globalThis.lukaRecorder = recorder;

const { Menu, Tray, nativeImage, powerSaveBlocker, dialog, shell, Notification } = electron;
const templates = new WeakMap();
const paths = new WeakMap();

const build = Menu.buildFromTemplate;
Menu.buildFromTemplate = (template) => {
  const menu = build.call(Menu, template);
  templates.set(menu, template);
  return menu;
};
const load = nativeImage.createFromPath;
nativeImage.createFromPath = (path) => {
  const image = load.call(nativeImage, path);
  paths.set(image, path);
  return image;
};
const { setContextMenu, setImage, setToolTip } = Tray.prototype;
Tray.prototype.setContextMenu = function keepMenu(menu) {
  recorder.tray = this;
  recorder.template = templates.get(menu) ?? [];
  return setContextMenu.call(this, menu);
};
Tray.prototype.setImage = function keepImage(image) {
  recorder.image = paths.get(image) ?? '';
  return setImage.call(this, image);
};
Tray.prototype.setToolTip = function keepToolTip(text) {
  recorder.tooltip = text;
  return setToolTip.call(this, text);
};
const { start, stop } = powerSaveBlocker;
powerSaveBlocker.start = (type) => {
  const id = start.call(powerSaveBlocker, type);
  recorder.blockers.set(id, type);
  return id;
};
powerSaveBlocker.stop = (id) => {
  recorder.blockers.delete(id);
  return stop.call(powerSaveBlocker, id);
};
// What would wait for a person, or leave the test, is only written down.
dialog.showErrorBox = (title, content) => void recorder.dialogs.push(`${title}\n${content}`);
dialog.showMessageBox = async (...args) => {
  const { message, detail = '' } = args.at(-1);
  recorder.dialogs.push(`${message}\n${detail}`);
  return { response: 0, checkboxChecked: false };
};
shell.openExternal = async (url) => void recorder.opened.push(url);
shell.showItemInFolder = (file) => void recorder.revealed.push(file);
Notification.prototype.show = function keepNotification() {
  recorder.notifications.push(`${this.title}\n${this.body}`);
};
