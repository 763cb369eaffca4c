/** Who may talk to Luka from this tab: the link's nonce is exchanged for a token; a 401 anywhere leads to the sign-in page. */
import { isAbort, toApiError } from '../api/api-error.ts';
import { createPageClient } from '../api/client.ts';
import { EMPTY_STATE, useLive } from '../live/store.ts';
import { bridge } from './host.ts';
import { nonceIn } from './nonce.ts';
import {
  answerOtherTabs,
  askOtherTabs,
  forgetToken,
  storedToken,
  storeToken,
  tellOtherTabsSignedOut,
} from './token.ts';

export const client = createPageClient({
  token: () => (bridge ? undefined : storedToken()),
  onSignedOut: toSignIn,
});

/** Signs in with what this tab has, once, and again whenever a link's fragment appears. */
export async function startSession(): Promise<void> {
  answerOtherTabs(toSignIn);
  window.addEventListener('hashchange', () => void takeLink());
  if (await takeLink()) return;
  if (bridge || storedToken() !== undefined) {
    useLive.setState({ session: 'in' });
    return;
  }
  const token = await askOtherTabs();
  if (token !== undefined) storeToken(token);
  useLive.setState({ session: token === undefined ? 'out' : 'in' });
}

/** Ends the session here and in the other tabs. */
export async function signOut(): Promise<void> {
  await client.deleteSession();
  tellOtherTabsSignedOut();
  toSignIn();
}

/** @returns whether the address held a nonce */
async function takeLink(): Promise<boolean> {
  const nonce = nonceIn(location.hash);
  if (nonce === undefined) return false;
  // At once: a reload, a bookmark or a screenshot must not show it.
  history.replaceState(history.state, '', location.pathname + location.search);
  try {
    const { token } = await client.createSession({ body: { nonce } });
    storeToken(token);
    useLive.setState({ session: 'in', sessionError: undefined });
  } catch (error) {
    if (isAbort(error)) return true;
    // An old link opened again in a tab that is signed in changes nothing.
    if (storedToken() === undefined) useLive.setState({ session: 'out', sessionError: toApiError(error) });
    else useLive.setState({ session: 'in' });
  }
  return true;
}

function toSignIn(): void {
  forgetToken();
  useLive.setState({ ...EMPTY_STATE, session: 'out' });
}
