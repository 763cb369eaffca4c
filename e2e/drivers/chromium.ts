/** The machine's own Chromium: nothing is downloaded, and it talks to nobody but Luka. */
import { accessSync, constants } from 'node:fs';
import { chromium, type Browser } from '@playwright/test';

const KNOWN = [
  // Without the parts of a browser that nobody looks at here, so it is quicker.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** LUKA_CHROMIUM, a browser at one of the usual places, or Playwright's own. @returns undefined where there is none */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = env['LUKA_CHROMIUM'];
  return (chosen ? [chosen] : [...KNOWN, chromium.executablePath()]).find(isProgram);
}

export function missingChromium(): string | undefined {
  return findChromium() === undefined ? 'there is no Chromium: install one, or set LUKA_CHROMIUM' : undefined;
}

let running: Promise<Browser> | undefined;

/** One browser for all tests of a worker; each Luka gets a context of its own. */
export function sharedChromium(): Promise<Browser> {
  return (running ??= launch());
}

export async function closeChromium(): Promise<void> {
  const browser = running;
  running = undefined;
  await (await browser)?.close();
}

function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(missingChromium());
  // Chromium refuses to run as root with its sandbox, as in most containers.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    chromiumSandbox: !isRoot,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
  });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
