/** Whether this system could keep Luka running: launchd, or a systemd of the person. */
import { createLaunchctl, hasLaunchctl } from '../../launchd/launchctl/system-launchctl.ts';
import { createSystemctl, hasSystemd } from '../../systemd/systemctl.ts';
import { errorText, fine, type Check, type Found } from '../check.ts';

export const keeperCheck: Check = {
  id: 'keeper',
  title: 'launchd or systemd',
  async examine({ platform, env, uid = 0 }) {
    if (hasLaunchctl({ platform, env })) {
      const { code, err } = await createLaunchctl({ platform, env, uid }).run(['print', `gui/${uid}`]);
      if (code === 0) return fine('launchd, with a session at the screen');
      return {
        note: 'launchd',
        findings: [
          {
            subject: 'launchd',
            severity: 'warning',
            message: 'nobody is logged in at the screen, so launchd runs no LaunchAgents',
            evidence: [`launchctl print gui/${uid} ended with ${code}: ${err.trim().slice(0, 200)}`],
            remedy: 'log in at the screen, or deploy Luka as a daemon',
            command: 'luka deploy --system',
          },
        ],
      };
    }
    const systemctl = createSystemctl(env);
    const why = await hasSystemd(systemctl).then(
      (has) => (has ? undefined : 'systemctl --user finds no systemd of yours'),
      errorText,
    );
    return why === undefined ? fine('systemd') : { note: 'none', findings: [nothing(why)] };
  },
};

function nothing(why: string): Found {
  return {
    subject: 'keeper',
    severity: 'info',
    message: 'nothing here starts Luka again after the machine restarts',
    evidence: [why],
    remedy: 'start it with `luka up` from whatever this machine starts at boot',
  };
}
