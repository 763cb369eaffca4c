/** Whether a task keeps the machine awake, and the person's policies about that. */
import { z } from 'zod';
import { Duration, parseDuration } from './duration.ts';

/**
 * `while-running`: from the start of an attempt to its end. `untilDoneWithin`: from the moment the run is in the queue until
 * it is done, waits and further attempts included, but never longer than that. `no`: the machine may sleep.
 */
export type KeepAwake = 'while-running' | 'no' | { readonly untilDoneWithin: number };

const HOW = 'write while-running, no, or until-done-within and a length: "until-done-within 2h"';
const Words = z
  .string()
  .transform((text, context): KeepAwake => {
    if (text === 'while-running' || text === 'no') return text;
    const within = parseDuration(/^until-done-within\s+(\S.*)$/.exec(text)?.[1] ?? '');
    if (within !== undefined && within > 0) return { untilDoneWithin: within };
    context.addIssue({ code: 'custom', message: `cannot be "${text}"; ${HOW}` });
    return z.NEVER;
  })
  .meta({ description: HOW });

export const KeepAwake: z.ZodType<KeepAwake, unknown> = z.union([
  Words,
  z.literal(false).transform((): KeepAwake => 'no'),
  z.strictObject({ untilDoneWithin: Duration }),
]);

/** What a task that says nothing does: services always go, and would never let the machine sleep. */
export function keepAwakeOf(task: { keepAwake?: KeepAwake | undefined; service?: unknown }): KeepAwake {
  return task.keepAwake ?? (task.service === undefined ? 'while-running' : 'no');
}

/** When nothing is held although somebody wants it. Without any of them a hold is always held. */
export const powerPolicyFields = {
  onlyOnAc: z.boolean(),
  /** Percent of charge below which nothing is held while on battery; null: however empty. */
  notUnderPercent: z.int().min(1).max(99).nullable(),
  notInLowPower: z.boolean(),
  /** ms; the longest time any one hold is held; null: as long as it is wanted. */
  longestHoldMs: z
    .int()
    .min(60_000)
    .max(31 * 86_400_000)
    .nullable(),
} as const;

export const PowerPolicy = z.strictObject({
  onlyOnAc: powerPolicyFields.onlyOnAc.default(false),
  notUnderPercent: powerPolicyFields.notUnderPercent.default(null),
  notInLowPower: powerPolicyFields.notInLowPower.default(false),
  longestHoldMs: powerPolicyFields.longestHoldMs.default(null),
});
export type PowerPolicy = z.infer<typeof PowerPolicy>;
export const HOLD_ANYWAY: PowerPolicy = PowerPolicy.parse({});
