/** Typed parameters of a task. */
import { z } from 'zod';

const base = { description: z.string().optional(), required: z.boolean().optional() };
export const ParamName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'a parameter name is lower-case letters, digits and "_"');

export const Param = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('string'),
    default: z.string().optional(),
    pattern: z.string().optional(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('number'),
    default: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('integer'),
    default: z.int().optional(),
    min: z.int().optional(),
    max: z.int().optional(),
  }),
  z.strictObject({ ...base, type: z.literal('boolean'), default: z.boolean().optional() }),
  z.strictObject({
    ...base,
    type: z.literal('choice'),
    options: z.array(z.string()).min(1),
    default: z.string().optional(),
  }),
]);
export type Param = z.infer<typeof Param>;

export const ParamValue = z.union([z.string(), z.number(), z.boolean()]);
export type ParamValue = z.infer<typeof ParamValue>;
export const ParamValues = z.record(z.string(), ParamValue);
export type ParamValues = z.infer<typeof ParamValues>;
