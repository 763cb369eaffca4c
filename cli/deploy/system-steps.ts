import { LAUNCHD_LABEL } from '#runtime/deploy/luka/launchd-service.ts';
import { installCommand } from '#runtime/root/root-files.ts';
import type { RootCommand } from '#runtime/root/root-shell.ts';

/** What root does to deploy Luka as a daemon. The second is done from a copy that was linted. */
export function systemSteps(file: string): RootCommand[] {
  return [
    ['/bin/launchctl', 'bootout', `system/${LAUNCHD_LABEL}`],
    installCommand(`${LAUNCHD_LABEL}.plist`, file),
    ['/bin/launchctl', 'enable', `system/${LAUNCHD_LABEL}`],
    ['/bin/launchctl', 'bootstrap', 'system', file],
  ];
}
