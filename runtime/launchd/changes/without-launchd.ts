/** For dry runs on a machine without launchd: nothing is loaded there, and nothing disabled. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Launchctl } from '../launchctl/launchctl.ts';

export function orNothingLoaded(launchctl: Launchctl): Launchctl {
  return {
    uid: launchctl.uid,
    async run(args) {
      try {
        return await launchctl.run(args);
      } catch (error) {
        if (!(error instanceof LukaError) || error.code !== 'launchd_absent') throw error;
        return { code: args[0] === 'print' ? 113 : 0, out: '', err: '' };
      }
    },
  };
}
