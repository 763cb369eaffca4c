/** Where the desktop host's own files are. It runs as a bundle only: `dist/electron/main.js`. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outsideArchive } from '#runtime/home/programs.ts';
import type { HomeLayout } from '#runtime/home/layout.ts';

export const PRELOAD = fileURLToPath(new URL('./preload.cjs', import.meta.url));
export const PAGE_FOLDER = fileURLToPath(new URL('../renderer', import.meta.url));

/** The `luka` command, for a Luka without a window. */
export const LUKA_COMMAND = outsideArchive(fileURLToPath(new URL('./luka.js', import.meta.url)));

export function iconFile(name: string): string {
  return fileURLToPath(new URL(`../../assets/icons/${name}`, import.meta.url));
}

/**
 * Electron's own data (the window's storage, caches, its single-instance lock). In the home, because Electron's usual
 * place on macOS is the home itself, and because each home has a window of its own.
 */
export function desktopFolder(layout: HomeLayout): string {
  return join(layout.root, 'desktop');
}

/** Nodes that may come with Luka: in the packaged app, and in a checkout. */
export function bundledNodes(resources: string | undefined): string[] {
  return [
    ...(resources === undefined ? [] : [join(resources, 'node', 'bin', 'node')]),
    fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url)),
  ];
}
