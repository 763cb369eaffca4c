/** git, for steps that use it. */
import { errorText, fine, type Check } from '../check.ts';

export const gitCheck: Check = {
  id: 'git',
  title: 'git',
  async examine({ run, platform }) {
    // On macOS git without the command line tools is a program that asks for them, and fails.
    const said = await run('git', ['--version']).catch((error: unknown) => new Error(errorText(error)));
    if (typeof said === 'string') return fine(said.trim());
    return {
      note: 'not there',
      findings: [
        {
          subject: 'git',
          severity: 'info',
          message: 'git does not work here, and steps that use it will fail',
          evidence: [said.message.split('\n', 1)[0]!],
          remedy: 'install git if you have such steps',
          ...(platform === 'darwin' ? { command: 'xcode-select --install' } : {}),
        },
      ],
    };
  },
};
