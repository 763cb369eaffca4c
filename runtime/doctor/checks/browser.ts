/** What `luka open` hands its link to. */
import { findProgram } from '../../power/blockers/choose-blocker.ts';
import { fine, type Check } from '../check.ts';

export const browserCheck: Check = {
  id: 'browser',
  title: 'Browser',
  async examine({ platform, env }) {
    const hasDisplay = platform === 'darwin' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
    if (!hasDisplay) return fine('no display here: `luka open --print` prints the link');
    const name = platform === 'darwin' ? 'open' : 'xdg-open';
    const program = findProgram(name, env);
    if (program !== undefined) return fine(program);
    return {
      note: 'none',
      findings: [
        {
          subject: name,
          severity: 'info',
          message: `${name} is not there, so \`luka open\` cannot open the page by itself`,
          evidence: [`PATH is ${env['PATH'] ?? 'not set'}`],
          remedy:
            platform === 'darwin'
              ? 'open is part of macOS: see PATH'
              : 'install xdg-utils, or use `luka open --print`',
        },
      ],
    };
  },
};
