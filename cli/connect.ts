/**
 * How a command reaches the running Luka. The token goes only to an address that the control socket named, and that
 * socket lies in a folder which nobody else can enter: whoever merely sits on port 4000 never sees the token.
 */
import type { Hello } from '#shared/control/messages.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { createClient } from '#shared/http/client.ts';
import { connectControl } from '#runtime/control/control-client.ts';
import type { HomeLayout } from '#runtime/home/layout.ts';
import { findHome } from '#runtime/home/open-home.ts';
import { readToken } from '#runtime/home/token.ts';
import { httpFetch } from '#runtime/control/http-fetch.ts';
import { isLoopback } from './loopback.ts';

export type LukaClient = ReturnType<typeof createClient>;

export interface Connection {
  readonly layout: HomeLayout;
  readonly hello: Hello;
  readonly client: LukaClient;
}

/**
 * As the person, or with LUKA_TOKEN as the client that it belongs to: what an agent is given.
 * @throws LukaError not_running, not_luka, home_loose, home_foreign, home_not_ours, home_unusable
 */
export async function connect(home: string, env: NodeJS.ProcessEnv = process.env): Promise<Connection> {
  const layout = await requireHome(home);
  const control = await connectControl(layout);
  const hello = await control.hello().finally(() => control.close());
  if (!isLoopback(hello.apiUrl))
    throw new LukaError('not_luka', { message: `${hello.apiUrl} is not on this machine` });
  const token = env['LUKA_TOKEN'] || (await readToken(layout));
  return {
    layout,
    hello,
    client: createClient({ baseUrl: hello.apiUrl, fetch: httpFetch, token: () => token, validate: true }),
  };
}

/** @throws LukaError not_running where there is no home: then nothing can run with it */
export async function requireHome(home: string): Promise<HomeLayout> {
  const layout = await findHome(home);
  if (layout === undefined)
    throw new LukaError('not_running', { message: `Luka is not running: there is no home at ${home}` });
  return layout;
}
