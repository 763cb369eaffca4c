/** What a start says and is told: the words that `luka up` passes on, and the addresses it prints. */
import { BACKGROUND_WORD } from './login-item.ts';

export interface StartWords {
  /** Take the next free ports where the usual ones are taken. */
  readonly portAuto: boolean;
  /** Open the UI in the browser, too. */
  readonly browser: boolean;
  readonly json: boolean;
  /** Stay in the menu bar: no window yet. */
  readonly background: boolean;
}

/** Unknown words are Chromium's switches and are left to it. */
export function readWords(argv: readonly string[]): StartWords {
  return {
    portAuto: argv.includes('--port=auto'),
    browser: argv.includes('--open'),
    json: argv.includes('--json'),
    background: argv.includes(BACKGROUND_WORD),
  };
}

export interface Announced {
  readonly home: string;
  readonly apiUrl: string;
  readonly uiUrl: string;
  readonly link: string;
}

export function announcement(
  { home, apiUrl, uiUrl, link }: Announced,
  words: Pick<StartWords, 'json'>,
): string {
  if (words.json)
    return `${JSON.stringify({ pid: process.pid, home, host: 'desktop', apiUrl, uiUrl, link })}\n`;
  return `Luka is running with the home ${home}\n  API   ${apiUrl}\n  UI    ${uiUrl}\n  open  ${link}\n`;
}
