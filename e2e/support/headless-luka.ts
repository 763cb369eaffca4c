/** A Luka without a page of its own, for specs that end and start it while a page is open. */
import { LUKA_COMMAND } from '../drivers/places.ts';
import {
  readPublished,
  startProcess,
  testEnvironment,
  type LukaProcess,
  type Published,
} from '../drivers/luka-process.ts';

export interface HeadlessLuka extends Published {
  readonly process: LukaProcess;
  /** The printed one-time link. */
  readonly link: string;
}

/**
 * @param env added to the small environment of a test
 * @param at the addresses of one that ran before, to be had again
 */
export async function startHeadless(
  home: string,
  env: Readonly<Record<string, string>> = {},
  at?: Pick<Published, 'apiUrl' | 'uiUrl'>,
): Promise<HeadlessLuka> {
  const ports = at ? { LUKA_API_PORT: new URL(at.apiUrl).port, LUKA_UI_PORT: new URL(at.uiUrl).port } : {};
  const luka = startProcess([LUKA_COMMAND, 'up', '--headless', '--home', home], {
    env: testEnvironment(home, { ...env, ...ports }),
  });
  try {
    const link = await luka.says(/(http:\/\/127\.0\.0\.1:\d+\/#k=\S+)/);
    return { ...(await readPublished(home)), process: luka, link };
  } catch (error) {
    await luka.end();
    throw error;
  }
}
