/** The policy: what runs unasked, what is asked for, what never runs. Written by the person as `policy.yaml`. */
import { z } from 'zod';
import { ConfinementLevel, Limits } from './confinement.ts';
import { Duration } from './duration.ts';
import { BlackoutWindow } from './schedule-policy.ts';

const points = z.int().min(0).max(101);
/** A program, with as many of its first arguments as matter: `git push`, `rm`, `brew upgrade`. */
const CommandPattern = z
  .string()
  .min(1)
  .max(200)
  .regex(
    /^[^\s;|&<>()$`]+( [^\s;|&<>()$`]+)*$/,
    'write a program and its first arguments, such as "git push"',
  );

function perAsker<T extends z.ZodType>(value: T) {
  return z.strictObject({ person: value.optional(), schedule: value.optional(), agent: value.optional() });
}

export const Policy = z.strictObject({
  /** Nothing new starts. */
  paused: z.boolean().optional(),
  /** Folders that work may write to; CLS_FS_ALLOW, else the home, where left out. */
  roots: z.array(z.string().min(1).max(4_096)).max(200).optional(),
  /** `false`: no confined run has network. */
  network: z.boolean().optional(),
  /** Environment variables that pass besides the usual ones; a `*` at the end stands for any rest. */
  env: z
    .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*\*?$/))
    .max(200)
    .optional(),
  commands: z
    .strictObject({
      /** Score nothing, whatever they are; catastrophes excepted. */
      allow: z.array(CommandPattern).max(500).optional(),
      ask: z.array(CommandPattern).max(500).optional(),
      never: z.array(CommandPattern).max(500).optional(),
    })
    .optional(),
  thresholds: z
    .strictObject({
      /** From this score on a human is asked; 101: never for the score alone. */
      ask: perAsker(points).optional(),
      /** From this score on it is denied; 101: never for the score alone. */
      deny: perAsker(points).optional(),
    })
    .optional(),
  /** When each may start things unasked; any time where left out. */
  hours: perAsker(z.array(BlackoutWindow).min(1).max(20)).optional(),
  confinement: perAsker(ConfinementLevel).optional(),
  limits: perAsker(Limits).optional(),
  approvals: z
    .strictObject({
      /** How long a question stands; 7 d. */
      expire: Duration.optional(),
    })
    .optional(),
  rates: z
    .strictObject({
      /** Requests a minute of one client that is no person. */
      perMinute: z.int().min(1).max(1_000_000).optional(),
    })
    .optional(),
});
export type Policy = z.infer<typeof Policy>;
