/**
 * The updater of electron-builder behind our port. On macOS Squirrel takes only what is signed like this app; elsewhere what is
 * got must have the SHA-512 that the feed announces, which is as trustworthy as the feed itself.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppUpdater } from 'electron-updater';
import { serveFolder } from './folder-feed.ts';
import { endsByItself, squirrelFetches } from './squirrel.ts';
import type { UpdaterPort } from './updater-port.ts';

/** Squirrel ends this process when it is ready to. */
const QUITS = process.platform === 'darwin';

export interface ElectronUpdaterOptions {
  /** An https address, or an absolute folder. */
  readonly feed: string;
  /** The desktop host's own files. */
  readonly folder: string;
  readonly log: (words: string, about: object) => void;
}

export async function openElectronUpdater({
  feed,
  folder,
  log,
}: ElectronUpdaterOptions): Promise<UpdaterPort> {
  const served = feed.startsWith('/') ? await serveFolder(feed) : undefined;
  const { autoUpdater: updater } = (await import('electron-updater')).default;
  // It wants a file of its own for the one thing that it does not take otherwise: where it keeps what it got.
  const config = join(folder, 'app-update.yml');
  await writeFile(config, 'updaterCacheDirName: luka-updater\n', { mode: 0o600 });
  updater.updateConfigPath = config;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  // A feed on a disk has whole files: ranges of them would be read through the same server twice.
  updater.disableDifferentialDownload = true;
  updater.logger = loggerOf(log);
  updater.setFeedURL({ provider: 'generic', url: served?.url ?? feed });
  return {
    async check() {
      const found = await updater.checkForUpdates();
      return found?.isUpdateAvailable === true ? { version: found.updateInfo.version } : undefined;
    },
    async download(onProgress) {
      const heard = ({ percent }: { percent: number }): void => onProgress(percent);
      updater.on('download-progress', heard);
      try {
        await updater.downloadUpdate();
      } finally {
        updater.off('download-progress', heard);
      }
    },
    async prepare() {
      // Elsewhere there is nothing that could be done before.
      if (QUITS) await squirrelFetches((await import('electron')).autoUpdater);
    },
    async install() {
      const { promise: failed, reject } = Promise.withResolvers<never>();
      updater.once('error', reject);
      updater.quitAndInstall(true, true);
      // Elsewhere it is in its place by now, or the error was told by now.
      await Promise.race([failed, QUITS ? endsByItself() : undefined]);
    },
    quits: QUITS,
    close: async () => served?.close(),
  };
}

function loggerOf(log: ElectronUpdaterOptions['log']): NonNullable<AppUpdater['logger']> {
  const say = (words?: unknown): void => log('updater', { words: String(words) });
  return { info: say, warn: say, error: say };
}
