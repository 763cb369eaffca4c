/** Where the built parts are that the drivers start. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const LUKA_COMMAND = at('dist/node/luka.js');
export const DESKTOP_MAIN = at('dist/electron/main.js');
export const PAGE = at('dist/renderer/index.html');
export const STAND_IN = at('e2e/electron-standin/run.ts');
export const RECORDER = at('e2e/drivers/electron-recorder.cjs');
export const PACKAGE = at('package.json');

/** @returns the first part that was not built, in words */
export function notBuilt(...files: string[]): string | undefined {
  const missing = files.find((file) => !existsSync(file));
  return missing === undefined ? undefined : `${missing} is not there: npm run build`;
}
