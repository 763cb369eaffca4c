/** Commands of the window's application menu, told to the part of the page that carries them out. */
import type { PageCommand } from '#shared/ipc/channels.ts';
import { bridge } from '../session/host.ts';

const listeners = new Map<PageCommand, Set<() => void>>();
/** Told before the page was ready for it: a window that was opened for a command has its page a moment later. */
const waiting = new Set<PageCommand>();
bridge?.onCommand((command) => {
  const own = listeners.get(command);
  if (own === undefined || own.size === 0) waiting.add(command);
  else for (const listener of own) listener();
});

/** @returns a function that ends it */
export function onPageCommand(command: PageCommand, listener: () => void): () => void {
  const own = listeners.get(command) ?? new Set();
  listeners.set(command, own.add(listener));
  if (waiting.delete(command)) listener();
  return () => own.delete(listener);
}
