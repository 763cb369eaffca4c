/** Whether the window can be had here: a display, Electron's binary (npm installs it without), and the built main. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { hasDisplay } from './open-in-browser.ts';
import { packageRoot } from './package-root.ts';

export type Desktop = { readonly binary: string; readonly main: string } | { readonly missing: string };

export function findDesktop(env: NodeJS.ProcessEnv, root: string = packageRoot()): Desktop {
  if (!hasDisplay(env)) return { missing: 'there is no display' };
  const binary = electronBinary(root);
  if (binary === undefined) return { missing: "Electron's binary is not installed" };
  const main = join(root, 'dist', 'electron', 'main.js');
  if (!existsSync(main)) return { missing: `${main} is not built` };
  return { binary, main };
}

/** Electron's own package keeps the binary's place in `path.txt`, written when it has been downloaded. */
function electronBinary(root: string): string | undefined {
  try {
    const folder = dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'));
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}
