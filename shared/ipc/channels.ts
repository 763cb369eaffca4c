/**
 * The whole conversation between the window and the main process: name to signature. The page reaches the API through
 * `app://luka/api`, so only what a page cannot do by HTTP is here.
 */
export interface IpcChannels {
  /** Which host carries the page, for the few things that look different in a window. */
  'luka:host': () => { host: 'desktop'; platform: string; version: string };
  /** Show a file in Finder; only files inside the home are shown. */
  'luka:reveal': (file: string) => boolean;
}
export type IpcChannel = keyof IpcChannels;
export const IPC_CHANNELS = ['luka:host', 'luka:reveal'] as const satisfies readonly IpcChannel[];

/** What the preload puts on `window.luka`. */
export interface LukaBridge {
  invoke<C extends IpcChannel>(
    channel: C,
    ...args: Parameters<IpcChannels[C]>
  ): Promise<ReturnType<IpcChannels[C]>>;
}
