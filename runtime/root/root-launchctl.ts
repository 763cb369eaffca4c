import type { Launchctl } from '../launchd/launchctl/launchctl.ts';
import type { RootShell } from './root-shell.ts';

/**
 * launchctl for the system's domain: anybody may look, only root may change.
 * @param program absolute
 */
export function rootLaunchctl(plain: Launchctl, shell: RootShell, program: string): Launchctl {
  return {
    uid: plain.uid,
    run: (args) => (args[0]?.startsWith('print') ? plain.run(args) : shell.run([program, ...args])),
  };
}
