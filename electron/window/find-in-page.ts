/** Finds text in the page, for the bar that Cmd-F opens. Chromium searches and marks; the answer comes as an event. */
import type { WebContents } from 'electron';
import type { FindResult } from '#shared/ipc/channels.ts';

type Searched = Pick<WebContents, 'findInPage' | 'stopFindInPage' | 'on' | 'off'>;

/** ms. A page that is being replaced gives no answer. */
const PATIENCE_MS = 3_000;
const NOTHING: FindResult = { active: 0, matches: 0 };

export class FindInPage {
  #last = '';

  async find(contents: Searched | undefined, text: string, forward: boolean): Promise<FindResult> {
    if (contents === undefined) return NOTHING;
    // `findNext` means a new search, whatever its name says (Electron's documentation of `findInPage`).
    const findNext = text !== this.#last;
    this.#last = text;
    const answer = Promise.withResolvers<FindResult>();
    const heard = (_event: unknown, found: Electron.FoundInPageResult): void => {
      if (found.requestId !== asked || !found.finalUpdate) return;
      answer.resolve({ active: found.activeMatchOrdinal, matches: found.matches });
    };
    contents.on('found-in-page', heard);
    const asked = contents.findInPage(text, { forward, findNext });
    const timer = setTimeout(() => answer.resolve(NOTHING), PATIENCE_MS);
    try {
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      contents.off('found-in-page', heard);
    }
  }

  end(contents: Searched | undefined): void {
    this.#last = '';
    contents?.stopFindInPage('keepSelection');
  }
}
