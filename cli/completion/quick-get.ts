/**
 * One question to the running Luka, without the typed client: its schemas take longer to load than somebody waits for a
 * Tab. Where Luka is, is found out in the same way: the token goes only to the address that the control socket named.
 */
import { connectControl } from '#runtime/control/control-client.ts';
import { httpFetch } from '#runtime/control/http-fetch.ts';
import { findHome } from '#runtime/home/open-home.ts';
import { readToken } from '#runtime/home/token.ts';
import { isLoopback } from '../loopback.ts';

/** @returns what the API answers to a GET; undefined where no Luka runs, or where it refuses. @throws LukaError */
export type QuickGet = (path: string) => Promise<unknown>;

export function quickGet(home: string, env: NodeJS.ProcessEnv): QuickGet {
  return async (path) => {
    const layout = await findHome(home);
    if (layout === undefined) return undefined;
    const control = await connectControl(layout);
    const { apiUrl } = await control.hello().finally(() => control.close());
    if (!isLoopback(apiUrl)) return undefined;
    const token = env['LUKA_TOKEN'] || (await readToken(layout));
    const answer = await httpFetch(`${apiUrl}${path}`, {
      method: 'GET',
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.ok ? (JSON.parse(await answer.text()) as unknown) : undefined;
  };
}
