/** The one door to the person's browser: what may be handed to the system to open, and nothing else. */
import type { Shell } from 'electron';
import { isLocalPage } from './luka-link.ts';

/** Luka's own page in the browser, and documentation over https. No file, no other scheme: those start programs. */
export function mayOpenExternally(address: string): boolean {
  if (isLocalPage(address)) return true;
  const url = URL.parse(address);
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
}

/** @returns whether it was handed over */
export async function openExternally(address: string, shell: Pick<Shell, 'openExternal'>): Promise<boolean> {
  if (!mayOpenExternally(address)) return false;
  await shell.openExternal(address);
  return true;
}
