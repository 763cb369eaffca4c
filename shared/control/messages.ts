/** What the CLI and a running Luka say to each other over the control socket. One request, one answer, by id. */
import { z } from 'zod';
import { ErrorBody } from '../errors/luka-error.ts';

export const CONTROL_REQUEST = 'luka.request';
export const CONTROL_REPLY = 'luka.reply';

export const ControlRequest = z.discriminatedUnion('verb', [
  z.strictObject({ id: z.string().min(1).max(64), verb: z.literal('hello') }),
  z.strictObject({ id: z.string().min(1).max(64), verb: z.literal('link') }),
  z.strictObject({
    id: z.string().min(1).max(64),
    verb: z.literal('down'),
    cancelRuns: z.boolean().optional(),
  }),
]);
export type ControlRequest = z.infer<typeof ControlRequest>;

export const Hello = z.strictObject({
  name: z.literal('luka'),
  version: z.string(),
  pid: z.int(),
  host: z.enum(['headless', 'desktop']),
  startedAt: z.string(),
  home: z.string(),
  apiUrl: z.string(),
  uiUrl: z.string(),
});
export type Hello = z.infer<typeof Hello>;

export const ControlReply = z.union([
  z.strictObject({ id: z.string(), ok: z.literal(true), verb: z.literal('hello'), hello: Hello }),
  z.strictObject({
    id: z.string(),
    ok: z.literal(true),
    verb: z.literal('link'),
    url: z.string(),
    expiresAt: z.string(),
  }),
  z.strictObject({ id: z.string(), ok: z.literal(true), verb: z.literal('down') }),
  z.strictObject({ id: z.string(), ok: z.literal(false), error: ErrorBody }),
]);
export type ControlReply = z.infer<typeof ControlReply>;
