/** What the gate says, in words. The shared nouns carry zod with them, so they are types here; a test ties the lists. */
import type { ConfinementLevel } from '#shared/nouns/confinement.ts';
import type { Asker, GateDecision, GateVerdict, RiskReason } from '#shared/nouns/gate.ts';
import type { Actor } from '#shared/nouns/role.ts';

/** From here on a yes takes a second, deliberate step. */
export const DANGEROUS = 70;

export type RiskTone = 'quiet' | 'waiting' | 'failed';

/** A score from 0 to 100 as a word, and how loudly it is said. */
export function riskWords(score: number): { word: string; tone: RiskTone } {
  if (score >= 90) return { word: 'Severe', tone: 'failed' };
  if (score >= DANGEROUS) return { word: 'High', tone: 'failed' };
  if (score >= 40) return { word: 'Medium', tone: 'waiting' };
  return { word: 'Low', tone: 'quiet' };
}

export const DECISIONS: Readonly<Record<GateDecision, string>> = {
  allow: 'Allowed',
  ask: 'Needs approval',
  deny: 'Denied',
};

/** `Allowed`, `Allowed by approval 12`, `Needs approval`, `Denied`. */
export function decisionWords({ decision, approval }: Pick<GateVerdict, 'decision' | 'approval'>): string {
  return decision === 'allow' && approval !== undefined
    ? `Allowed by approval ${approval}`
    : DECISIONS[decision];
}

export const ASKER_WORDS: Readonly<Record<Asker, string>> = {
  person: 'a person',
  schedule: 'the schedule',
  agent: 'an agent',
};

/** `asked from 70 on`; a threshold that no score reaches says so. */
export function thresholdWords(threshold: number): string {
  if (threshold > 100) return 'never asked about for the score alone';
  return threshold === 0 ? 'always asked about' : `asked about from ${threshold} on`;
}

export const CONFINEMENT_WORDS: Readonly<Record<ConfinementLevel, { name: string; means: string }>> = {
  off: { name: 'Not confined', means: 'It can do whatever you can do.' },
  paths: {
    name: 'Confined to paths',
    means: 'It writes only where it is granted, and what is secret of yours is hidden from it.',
  },
  'paths+no-network': {
    name: 'Confined to paths, no network',
    means: 'It writes only where it is granted, and reaches no other machine.',
  },
  'read-only': {
    name: 'Read-only',
    means: 'It writes nothing but its own scratch folder, and reaches no other machine.',
  },
};

export type ReasonGroup = 'deny' | 'ask' | 'risk';
export const GROUP_WORDS: Readonly<Record<ReasonGroup, string>> = {
  deny: 'Never runs',
  ask: 'Always asked about',
  risk: 'Adds to the risk',
};

/** Denials, then what is always asked about, then the rest; within each what weighs most comes first. Empty groups are left out. */
export function groupReasons(
  reasons: readonly RiskReason[],
): readonly { group: ReasonGroup; reasons: readonly RiskReason[] }[] {
  return (['deny', 'ask', 'risk'] as const)
    .map((group) => ({
      group,
      reasons: reasons
        .filter(({ effect }) => (effect ?? 'risk') === group)
        .sort((a, b) => b.points - a.points),
    }))
    .filter((each) => each.reasons.length > 0);
}

/** The same within a sentence: `asked by you`. */
export function byWords(actor: Actor): string {
  const words = actorWords(actor);
  return words === 'You' ? 'you' : words;
}

/** Its name alone, where there is little room. */
export function actorName({ name, role }: Actor): string {
  if (role === 'person' && name === 'person') return 'You';
  return role === 'luka' && name === 'luka' ? 'Luka' : name;
}

const ROLES: Readonly<Record<Actor['role'], string>> = {
  codex: 'coding agent',
  cls: 'operator',
  gg: 'governance',
  person: 'person',
  luka: 'Luka itself',
  nobody: 'nobody known',
};

/** `ci (coding agent)`; a name that says its role already stands alone. */
export function actorWords({ name, role }: Actor): string {
  if (role === 'person' && name === 'person') return 'You';
  if (role === 'luka') return name === 'luka' ? 'Luka' : `${name} (Luka)`;
  return name === role || name === ROLES[role] ? ROLES[role] : `${name} (${ROLES[role]})`;
}
