import type { Handlers } from '../handlers.ts';
import { bearerToken } from '../guards.ts';
import type { Services } from '../services.ts';

export function sessionHandlers({
  sessions,
  system,
}: Services): Pick<Handlers, 'createLink' | 'createSession' | 'deleteSession'> {
  return {
    createLink() {
      const { nonce, expiresAt } = sessions.createLink();
      return { url: system.linkUrl(nonce), expiresAt };
    },
    createSession: ({ body }) => sessions.exchange(body.nonce),
    async deleteSession(_, request) {
      const token = bearerToken(request.headers);
      if (token !== undefined) await sessions.revoke(token);
      return { ok: true };
    },
  };
}
