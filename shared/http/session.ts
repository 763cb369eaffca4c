import { z } from 'zod';
import { endpoint } from './endpoint.ts';

export const sessionEndpoints = {
  createLink: endpoint({
    method: 'POST',
    path: '/api/v1/session/links',
    summary: 'Make a one-time link that opens the UI signed in. Good once, for two minutes.',
    body: z.strictObject({}),
    response: z.strictObject({ url: z.string(), expiresAt: z.string() }),
    status: 201,
    errors: [],
  }),
  createSession: endpoint({
    method: 'POST',
    path: '/api/v1/session',
    summary: 'Exchange the nonce of a link for a token.',
    body: z.strictObject({ nonce: z.string().min(16).max(128) }),
    response: z.strictObject({ token: z.string(), expiresAt: z.string() }),
    status: 201,
    public: true,
    errors: ['link_invalid'],
  }),
  deleteSession: endpoint({
    method: 'DELETE',
    path: '/api/v1/session',
    scope: 'context:read',
    summary: 'Sign out: the token used for this request is void.',
    response: z.strictObject({ ok: z.literal(true) }),
    errors: [],
  }),
} as const;
