/** The entry that starts the window at login, where desktops keep it as a file: its program is still there. */
import { access, constants, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { undefinedWhereGone } from '../../home/atomic-file.ts';
import { fine, NotHere, type Check } from '../check.ts';

export const loginItemCheck: Check = {
  id: 'login-item',
  title: 'Login item',
  async examine({ platform, env, personHome }) {
    if (platform === 'darwin')
      throw new NotHere('macOS keeps it itself: see System Settings, General, Login Items');
    const file = join(env['XDG_CONFIG_HOME'] || join(personHome, '.config'), 'autostart', 'luka.desktop');
    const text = await readFile(file, 'utf8').catch(undefinedWhereGone);
    if (text === undefined) return fine('none');
    if (/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text)) return fine('switched off');
    // The value is a string first, where a backslash is written twice, and then a command line.
    const [, program = ''] = /^Exec="((?:[^"\\]|\\.)*)"/m.exec(text) ?? [];
    const path = program.replaceAll('\\\\', '\\').replaceAll(/\\(.)/g, '$1').replaceAll('%%', '%');
    const starts = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (starts) return fine(path);
    return {
      note: file,
      findings: [
        {
          subject: file,
          severity: 'warning',
          message: 'the program that starts at login is gone',
          evidence: [`${file}: ${path || 'no program'} cannot be started`],
          remedy: 'start Luka from where it is now, and switch "at login" off and on in its settings',
        },
      ],
    };
  },
};
