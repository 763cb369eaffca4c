/** Runs the real preload in a page, with a `contextBridge` and an `ipcRenderer` that reach the stand-in's `ipcMain`. */

/** The binding's name in the page. A hostile page could call it just as a broken renderer could send a raw message. */
export const RAW_IPC = '__raw_ipc';

/** @param preload text of `preload.cjs`; @returns a script for every page before its own scripts */
export function preloadScript(preload: string): string {
  return `(${shim.toString()})(${JSON.stringify(RAW_IPC)}, function (require, module, exports) {${preload}\n});`;
}

type Preload = (require: (name: string) => unknown, module: object, exports: object) => void;

/** Goes over as text, so it uses nothing from outside itself. */
function shim(raw: string, preload: Preload): void {
  // Like the real one: frames inside the page get no preload.
  if (window !== window.top) return;
  const electron = {
    contextBridge: {
      exposeInMainWorld(name: string, api: object) {
        Object.defineProperty(window, name, { value: Object.freeze({ ...api }), enumerable: true });
      },
    },
    ipcRenderer: {
      on(channel: string, listener: (event: object, ...args: unknown[]) => void) {
        (window as unknown as Record<string, unknown>)[`${raw}_listener`] = (
          from: string,
          args: unknown[],
        ) => {
          if (from === channel) listener({}, ...args);
        };
      },
      async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
        const send = (
          window as unknown as Record<string, (channel: string, args: unknown[]) => Promise<unknown>>
        )[raw]!;
        try {
          return await send(channel, args);
        } catch (error) {
          throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error });
        }
      },
    },
  };
  const module = { exports: {} };
  preload(
    (name) => {
      if (name === 'electron') return electron;
      throw new Error(`module not found: ${name}`);
    },
    module,
    module.exports,
  );
}
