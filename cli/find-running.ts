import { LukaError } from '#shared/errors/luka-error.ts';
import type { RunningLuka } from '#runtime/doctor/check.ts';
import { connectControl } from '#runtime/control/control-client.ts';
import type { HomeLayout } from '#runtime/home/layout.ts';

/** The Luka that works in the home, by what its control socket says; undefined where none answers, for whatever reason. */
export async function findRunning(layout: HomeLayout): Promise<RunningLuka | undefined> {
  try {
    const control = await connectControl(layout);
    const { pid, version, host, apiUrl, uiUrl } = await control.hello().finally(() => control.close());
    return { pid, version, host, apiUrl, uiUrl };
  } catch (error) {
    // A socket that is not to be trusted, or a Luka that hangs, is for a check to tell.
    if (error instanceof LukaError) return undefined;
    throw error;
  }
}
