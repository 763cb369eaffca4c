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
  copied: [],
  notices: [],
  answers: [],
  relaunched: false,
  title: '',
  appMenu: [],
};
globalThis.lukaRecorder = recorder;

const { app, clipboard, Menu, Tray, nativeImage, powerSaveBlocker, dialog, shell, Notification } = electron;
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
const { setContextMenu, popUpContextMenu, setImage, setTitle, setToolTip } = Tray.prototype;
Tray.prototype.setContextMenu = function keepMenu(menu) {
  recorder.template = templates.get(menu) ?? [];
  return setContextMenu.call(this, menu);
};
// On macOS the menu is made when the icon is clicked; it is kept, not shown: nothing would close it.
Tray.prototype.popUpContextMenu = function keepOpened(menu) {
  if (menu === undefined) return popUpContextMenu.call(this);
  recorder.template = templates.get(menu) ?? [];
  return undefined;
};
Tray.prototype.setTitle = function keepTitle(text, ...rest) {
  recorder.title = text;
  return setTitle.call(this, text, ...rest);
};
Tray.prototype.setImage = function keepImage(image) {
  recorder.tray = this;
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
  const { message, detail = '', buttons = [], cancelId = 0 } = args.at(-1);
  recorder.dialogs.push([message, detail, ...buttons.map((text) => `[${text}]`)].join('\n'));
  return { response: recorder.answers.shift() ?? cancelId, checkboxChecked: false };
};
shell.openExternal = async (url) => void recorder.opened.push(url);
shell.showItemInFolder = (file) => void recorder.revealed.push(file);
shell.openPath = async (path) => {
  recorder.revealed.push(path);
  return '';
};
const { writeText } = clipboard;
clipboard.writeText = (text) => {
  recorder.copied.push(text);
  return writeText.call(clipboard, text);
};
app.relaunch = () => void (recorder.relaunched = true);
const { setApplicationMenu } = Menu;
Menu.setApplicationMenu = (menu) => {
  recorder.appMenu = templates.get(menu) ?? [];
  return setApplicationMenu.call(Menu, menu);
};
Notification.prototype.show = function keepNotification() {
  recorder.notifications.push(`${this.title}\n${this.body}`);
  recorder.notices.push(this);
};
