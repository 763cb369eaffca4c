/** What loading a file came to, as the process that loaded it tells. */
import { z } from 'zod';
import type { Shape } from './shape.ts';

const ShapeSchema: z.ZodType<Shape> = z.lazy(() =>
  z.object({
    kind: z.string(),
    value: z.string().optional(),
    length: z.number().optional(),
    keys: z.record(z.string(), ShapeSchema).optional(),
    members: z.array(z.string()).optional(),
  }),
) as z.ZodType<Shape>;

/** Of a CommonJS file `whole` is its module.exports, and the names are its keys. Of a module there are names, with `default`. */
const Exports = z.object({
  whole: ShapeSchema.optional(),
  names: z.record(z.string(), ShapeSchema).optional(),
});
export type Exports = z.infer<typeof Exports>;

export const Loaded = z.discriminatedUnion('end', [
  z.object({ end: z.literal('loaded'), first: Exports, later: Exports }),
  z.object({ end: z.literal('threw'), name: z.string(), message: z.string() }),
  /** It ended its process by itself. */
  z.object({ end: z.literal('exited'), code: z.int() }),
]);
export type Loaded = z.infer<typeof Loaded>;

/** What the process is asked, in a file. */
export const SmokeJob = z.object({
  file: z.string(),
  mode: z.enum(['commonjs', 'module']),
  answer: z.string(),
  /** Modules that are not on the disk yet, by URL. */
  texts: z.record(z.string(), z.string()),
  /** Getters of module.exports that are asked. */
  read: z.array(z.string()),
  settleMs: z.int(),
});
export type SmokeJob = z.infer<typeof SmokeJob>;
