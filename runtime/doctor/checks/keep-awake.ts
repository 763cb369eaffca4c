/** What keeps the machine from falling asleep while a run goes. */
import { systemClock } from '../../clock.ts';
import { chooseBlocker } from '../../power/blockers/choose-blocker.ts';
import { findProgram } from '../../power/blockers/choose-blocker.ts';
import { fine, type Check } from '../check.ts';

const CAFFEINATE = '/usr/bin/caffeinate';

export const keepAwakeCheck: Check = {
  id: 'keep-awake',
  title: 'Keeping awake',
  async examine({ platform, env }) {
    const blocker = chooseBlocker({ platform, env, clock: systemClock });
    // On macOS the program is taken to be there; it is looked for here.
    const program = env['LUKA_CAFFEINATE'] || CAFFEINATE;
    const absent =
      blocker.absent ??
      (platform === 'darwin' && findProgram(program, env) === undefined
        ? `${program} is not there`
        : undefined);
    if (absent === undefined) return fine(blocker.name);
    return {
      note: 'nothing',
      findings: [
        {
          subject: 'keep-awake',
          severity: 'info',
          message: 'Luka cannot keep this machine awake while runs go',
          evidence: [absent],
          remedy: 'see that the machine does not fall asleep by itself while work is due',
          command: 'luka power doctor',
        },
      ],
    };
  },
};
