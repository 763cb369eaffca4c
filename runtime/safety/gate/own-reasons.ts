/** Reasons that come from around the work: the time, the machine, where the request came from. */
import type { Asker, RiskReason } from '#shared/nouns/gate.ts';
import type { ConfinementLevel } from '#shared/nouns/confinement.ts';
import { blackoutAt } from '../../schedule/blackout.ts';
import type { EffectivePolicy } from '../policy/effective-policy.ts';
import type { GateRequest } from './ports.ts';

/** Outside of the hours in which an asker may start things unasked, a human is asked. */
export function hoursReason(policy: EffectivePolicy, asker: Asker, now: number): RiskReason | undefined {
  const hours = policy.hours[asker];
  if (hours === undefined || blackoutAt(hours, now)) return undefined;
  const who = { person: 'a person', schedule: 'the schedule', agent: 'an agent' }[asker];
  return {
    rule: 'hours',
    points: 20,
    effect: 'ask',
    text: `it is outside of the hours in which ${who} starts things unasked`,
  };
}

export function sandboxReason(level: ConfinementLevel, missing: string | undefined): RiskReason | undefined {
  if (level === 'off' || missing === undefined) return undefined;
  return {
    rule: 'sandbox_missing',
    points: 30,
    effect: 'ask',
    text: `it should be confined (${level}), and this machine cannot: ${missing}; approved, it runs unconfined`,
  };
}

/** Whoever knows the address of a webhook can call it, with parameters of their choice. */
export function webhookReason({ cause, params }: GateRequest): RiskReason | undefined {
  if (cause.kind !== 'webhook') return undefined;
  const given = Object.keys(params).length > 0;
  return {
    rule: 'webhook',
    points: given ? 15 : 5,
    text: given ? 'its webhook was called, with parameters from outside' : 'its webhook was called',
  };
}
