/** Decides before a run: what will it do, on whose word, by which policy. The one place where a verdict is made. */
import type { GateDecision, RiskReason } from '#shared/nouns/gate.ts';
import { stricter } from '#shared/nouns/confinement.ts';
import type { Clock } from '../../clock.ts';
import { scoreOf } from '../assess/score.ts';
import { askerOf } from './asker.ts';
import { hoursReason, sandboxReason, webhookReason } from './own-reasons.ts';
import type { Confinement, GatePorts, GateRequest, Judgement } from './ports.ts';
import { resolveChecks, resolveSteps, type WorkPlaces } from './resolve-work.ts';
import { recordWork } from './work-record.ts';

export interface GateOptions extends GatePorts {
  readonly clock: Clock;
  readonly places: WorkPlaces;
}

export class Gate {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Never runs anything and writes nothing. @throws LukaError module_missing, path_invalid, path_unmounted */
  async judge(request: GateRequest): Promise<Judgement> {
    const { assess, readScript, history, places } = this.#options;
    const policy = this.#options.policy();
    const { definition, params, cause, task } = request;
    const asker = askerOf(cause);
    const { confinement, reasons: grantReasons } = await this.#confine(request);
    const steps = resolveSteps(definition, params, places);
    const assessment = await assess(
      {
        steps,
        checks: resolveChecks(definition, params, places),
        asker,
        risk: definition.risk,
        personHome: places.personHome,
        lukaHome: places.lukaHome,
        writable: confinement.write,
        history: history(request),
      },
      readScript,
      policy.commands,
    );
    const { hash, text } = recordWork({
      task,
      definition,
      params,
      steps,
      files: assessment.files,
      confinement,
      limits: confinement.limits,
    });
    const missing = confinement.level === 'off' ? undefined : await this.#options.noSandbox();
    const reasons = [
      ...assessment.reasons,
      ...grantReasons,
      ...[
        hoursReason(policy, asker, this.#options.clock.now()),
        sandboxReason(confinement.level, missing),
        webhookReason(request),
      ].filter((reason) => reason !== undefined),
    ].sort(byWeight);
    const score = scoreOf(reasons);
    const decision = decide(reasons, score, { ask: policy.ask[asker], deny: policy.deny[asker] });
    const approval = decision === 'ask' ? this.#options.grantFor(hash) : undefined;
    return {
      verdict: {
        decision: approval === undefined ? decision : 'allow',
        score,
        threshold: policy.ask[asker],
        asker,
        reasons,
        touches: assessment.touches,
        confinement: confinement.level,
        hash,
        policy: policy.version,
        ...(approval === undefined ? {} : { approval }),
      },
      work: text,
      confinement,
    };
  }

  async #confine(
    request: GateRequest,
  ): Promise<{ confinement: Confinement; reasons: readonly RiskReason[] }> {
    const policy = this.#options.policy();
    const { definition } = request;
    const author = this.#options.authorOf(request);
    const level = stricter(policy.confinement[author], definition.confine ?? 'off');
    const { grants, reasons } = await this.#options.grants(definition, policy);
    return {
      confinement: {
        level,
        network: policy.network && (level === 'paths' || level === 'off'),
        write: level === 'read-only' ? [] : grants.write,
        read: grants.read,
        limits: { ...policy.limits[author], ...definition.limits },
      },
      reasons,
    };
  }
}

/** Denials outweigh everything, then questions, then points. */
export function decide(
  reasons: readonly RiskReason[],
  score: number,
  thresholds: { readonly ask: number; readonly deny: number },
): GateDecision {
  if (reasons.some(({ effect }) => effect === 'deny') || score >= thresholds.deny) return 'deny';
  if (reasons.some(({ effect }) => effect === 'ask') || score >= thresholds.ask) return 'ask';
  return 'allow';
}

function byWeight(a: RiskReason, b: RiskReason): number {
  return weight(b) - weight(a);
}

function weight({ effect, points }: RiskReason): number {
  return points + (effect === 'deny' ? 1_000 : effect === 'ask' ? 500 : 0);
}
