/** The sandbox that an agent's work is confined by: tried out, for what is installed may still be forbidden. */
import { findSandbox } from '../../safety/sandbox/find-sandbox.ts';
import { fine, type Check } from '../check.ts';

export const sandboxCheck: Check = sandboxCheckWith(findSandbox);

export function sandboxCheckWith(find: typeof findSandbox): Check {
  return {
    id: 'sandbox',
    title: 'Sandbox',
    async examine({ platform, env }) {
      const found = await find({ platform, env });
      if (!('reason' in found)) return fine(found.tool);
      return {
        note: 'none',
        findings: [
          {
            subject: 'sandbox',
            severity: 'warning',
            message: 'there is no sandbox, so work of agents needs your approval or is refused',
            evidence: [found.reason],
            remedy:
              platform === 'linux'
                ? 'install bubblewrap with the package manager, and allow user namespaces'
                : 'sandbox-exec is part of macOS: see whether this system is complete',
          },
        ],
      };
    },
  };
}
