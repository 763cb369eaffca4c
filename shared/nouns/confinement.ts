/** How far a run is confined while it goes, what it is granted, and how much it may use. */
import { z } from 'zod';
import { Duration } from './duration.ts';
import { parseSize } from './size.ts';

/**
 * `off`: as the person themself. `paths`: writes only where it is granted, secrets of the person hidden.
 * `paths+no-network`: besides without network. `read-only`: writes nothing but its own scratch, no network.
 */
export const CONFINEMENT_LEVELS = ['off', 'paths', 'paths+no-network', 'read-only'] as const;
export const ConfinementLevel = z.enum(CONFINEMENT_LEVELS);
export type ConfinementLevel = z.infer<typeof ConfinementLevel>;

/** The stricter of two. */
export function stricter(a: ConfinementLevel, b: ConfinementLevel): ConfinementLevel {
  return CONFINEMENT_LEVELS.indexOf(a) >= CONFINEMENT_LEVELS.indexOf(b) ? a : b;
}

/** Folders or files: absolute, `~/…`, or relative to the task's cwd. */
export const PathGrants = z.strictObject({
  /** What is hidden otherwise and may be read. */
  read: z.array(z.string().min(1).max(4_096)).max(100).optional(),
  /** What may be written: nothing else may, where this is given. */
  write: z.array(z.string().min(1).max(4_096)).max(100).optional(),
});
export type PathGrants = z.infer<typeof PathGrants>;

/** A size in a file: `512MB`, `2GiB`. The parsed value is bytes. */
export const Size = z
  .string()
  .transform((value, context) => {
    const bytes = parseSize(value);
    if (bytes === undefined) {
      context.addIssue({
        code: 'custom',
        message: `"${value}" is not a size; write a number with a unit, such as 512MB or 2GiB`,
      });
      return z.NEVER;
    }
    return bytes;
  })
  .meta({ description: 'A size: a number with a unit (100MB, 2GiB).' });

/** Of a whole run, all its processes together. What goes over one of them is ended, and says which. */
export const Limits = z.strictObject({
  /** Time on the processor. */
  cpu: Duration.optional(),
  /** Resident memory. */
  memory: Size.optional(),
  processes: z.int().min(1).max(100_000).optional(),
  /** Bytes of log. */
  output: Size.optional(),
  time: Duration.optional(),
});
export type Limits = z.infer<typeof Limits>;
