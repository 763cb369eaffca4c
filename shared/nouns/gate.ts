/** A gate is a decision before a run: allow, needs approval, deny; with reasons and a risk score. */
import { z } from 'zod';
import { ConfinementLevel } from './confinement.ts';

export const GateDecision = z.enum(['allow', 'ask', 'deny']);
export type GateDecision = z.infer<typeof GateDecision>;

/** Who a decision is made for: it decides the threshold and the confinement. */
export const ASKERS = ['person', 'schedule', 'agent'] as const;
export const Asker = z.enum(ASKERS);
export type Asker = z.infer<typeof Asker>;

/** One thing that speaks for or against, by the rule that saw it. */
export const RiskReason = z.strictObject({
  /** The rule's id: `delete_broad`, `network_to_shell`. */
  rule: z.string(),
  /** 0 to 100: what it alone would score. */
  points: z.number().min(0).max(100),
  /** In words: `deletes ~/Documents with everything in it`. */
  text: z.string(),
  /** The part of the work that it was seen in. */
  evidence: z.string().optional(),
  /** The step, from 0, where it is one's. */
  step: z.int().min(0).optional(),
  /** `ask`: needs approval whatever the score. `deny`: never runs. */
  effect: z.enum(['ask', 'deny']).optional(),
});
export type RiskReason = z.infer<typeof RiskReason>;

/** What the work may touch, as far as it can be told beforehand. */
export const Touches = z.strictObject({
  reads: z.array(z.string()),
  writes: z.array(z.string()),
  deletes: z.array(z.string()),
  /** Hosts, or `any`. */
  network: z.array(z.string()),
  /** Programs by the names they are called by. */
  programs: z.array(z.string()),
});
export type Touches = z.infer<typeof Touches>;

export const GateVerdict = z.strictObject({
  decision: GateDecision,
  /** 0 to 100. */
  score: z.int().min(0).max(100),
  /** From which score on this asker needs approval. */
  threshold: z.int().min(0).max(101),
  asker: Asker,
  reasons: z.array(RiskReason),
  touches: Touches,
  confinement: ConfinementLevel,
  /** SHA-256 of exactly what will run; an approval is bound to it. */
  hash: z.string(),
  /** The approval that let it through. */
  approval: z.int().positive().optional(),
  /** The policy that was in force: the first digits of its hash. */
  policy: z.string(),
});
export type GateVerdict = z.infer<typeof GateVerdict>;
