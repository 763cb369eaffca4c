/** A Luka without a window has this home already: say so, show its page in the browser, and leave it alone. */
import type { Dialog, Shell } from 'electron';
import { connectControl } from '#runtime/control/control-client.ts';
import type { HomeLayout } from '#runtime/home/layout.ts';

export interface AttachOptions {
  readonly layout: HomeLayout;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly shell: Pick<Shell, 'openExternal'>;
}

/** @throws LukaError not_running, home_* where its control socket does not answer */
export async function openRunningLuka({ layout, dialog, shell }: AttachOptions): Promise<void> {
  const control = await connectControl(layout);
  try {
    const { pid, uiUrl } = await control.hello();
    const { url } = await control.link();
    if (!isLocalPage(url)) throw new TypeError('the running Luka gave a link that is not its own page');
    await shell.openExternal(url);
    await dialog.showMessageBox({
      type: 'info',
      message: 'Luka is running already, without a window',
      detail: `It has the same home (process ${pid}). Its page was opened in your browser: ${uiUrl}\n\nFor the window and the menu bar, end that one first: luka down`,
      buttons: ['OK'],
    });
  } finally {
    control.close();
  }
}

/** All that Luka ever hands to the system to open. */
export function isLocalPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === 'http:' && url.hostname === '127.0.0.1' && url.username === '' && url.password === ''
  );
}
