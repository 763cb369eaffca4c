/**
 * The Luka that this window and this menu belong to: the engine in this process, or one without a window that has the home
 * already. Either is reached as any client reaches it.
 */
import { connectControl } from '#runtime/control/control-client.ts';
import { httpFetch } from '#runtime/control/http-fetch.ts';
import type { StartedRuntime } from '#runtime/create-runtime.ts';
import type { HomeLayout } from '#runtime/home/layout.ts';
import { readToken } from '#runtime/home/token.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { createClient } from '#shared/http/client.ts';

export type LukaClient = ReturnType<typeof createClient>;

/** Where the API is and what opens it. Never leaves the main process. */
export interface LukaDoor {
  readonly url: string;
  readonly token: string;
}

export interface LukaLink {
  /** Undefined while that Luka does not answer. */
  door(): LukaDoor | undefined;
  /** Looks again where it is: one that was started anew may have other ports. @throws LukaError not_running */
  connect(): Promise<LukaClient>;
  /** @throws LukaError not_running */
  client(): LukaClient;
  readonly addresses: Pick<StartedRuntime, 'apiUrl' | 'uiUrl'>;
  /** A Luka without a window; undefined for the engine in this process. */
  readonly other: { readonly pid: number; readonly version: string } | undefined;
}

export function ownLink(started: StartedRuntime, token: string): LukaLink {
  const door = { url: started.apiUrl, token };
  const client = clientOf(door);
  return {
    door: () => door,
    connect: async () => client,
    client: () => client,
    addresses: started,
    other: undefined,
  };
}

/**
 * Finds the Luka that has this home. The token goes only to an address that its control socket named: that socket lies in a
 * folder which nobody else can enter.
 * @throws LukaError not_running, not_luka, home_* where its control socket does not answer
 */
export async function attachTo(layout: HomeLayout): Promise<LukaLink> {
  let now = await look(layout);
  let lost = false;
  return {
    door: () => (lost ? undefined : now.door),
    async connect() {
      lost = true;
      now = await look(layout);
      lost = false;
      return now.client;
    },
    client() {
      if (lost) throw new LukaError('not_running');
      return now.client;
    },
    get addresses() {
      return now.addresses;
    },
    get other() {
      return now.addresses;
    },
  };
}

async function look(layout: HomeLayout) {
  const control = await connectControl(layout);
  const hello = await control.hello().finally(() => control.close());
  if (!isLocalPage(hello.apiUrl))
    throw new LukaError('not_luka', { message: `${hello.apiUrl} is not on this machine` });
  const token = await readToken(layout);
  if (token === undefined) throw new LukaError('not_running', { message: 'the running Luka has no token' });
  const door = { url: hello.apiUrl, token };
  return { door, client: clientOf(door), addresses: hello };
}

function clientOf({ url, token }: LukaDoor): LukaClient {
  return createClient({ baseUrl: url, fetch: httpFetch, token: () => token });
}

/** A page of this machine, by its number and not by a name that could be resolved elsewhere. */
export function isLocalPage(address: string): boolean {
  const url = URL.parse(address);
  return (
    url?.protocol === 'http:' && url.hostname === '127.0.0.1' && url.username === '' && url.password === ''
  );
}
