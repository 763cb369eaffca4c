/**
 * The token of this tab, kept in sessionStorage: it goes with the tab. A new tab asks the other tabs of this page for
 * theirs, so that opening a link beside the page does not mean signing in again.
 */
const KEY = 'luka.token';
const CHANNEL = 'luka.session';
const ANSWER_MS = 200;

interface Message {
  readonly ask?: true;
  readonly token?: string;
  readonly signedOut?: true;
}

export function storedToken(): string | undefined {
  return sessionStorage.getItem(KEY) ?? undefined;
}

export function storeToken(token: string): void {
  sessionStorage.setItem(KEY, token);
}

export function forgetToken(): void {
  sessionStorage.removeItem(KEY);
}

/** Asks the other tabs. Resolves with undefined where none answers. */
export function askOtherTabs(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(CHANNEL);
    const done = (token: string | undefined): void => {
      channel.close();
      clearTimeout(timer);
      resolve(token);
    };
    const timer = setTimeout(done, ANSWER_MS, undefined);
    channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.token !== undefined) done(data.token);
    });
    channel.postMessage({ ask: true } satisfies Message);
  });
}

/** Answers other tabs for as long as this one lives. */
export function answerOtherTabs(onSignedOut: () => void): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    const token = storedToken();
    if (data.ask && token !== undefined) channel.postMessage({ token } satisfies Message);
    if (data.signedOut) onSignedOut();
  });
}

export function tellOtherTabsSignedOut(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ signedOut: true } satisfies Message);
  channel.close();
}
