/** Whether the machine is as a task wants it. */
import { homedir } from 'node:os';
import { CONDITION_KINDS, type ConditionKind, type Conditions } from '#shared/nouns/schedule-policy.ts';
import { systemClock, type Clock } from '../clock.ts';
import { ac } from './ac.ts';
import { battery } from './battery.ts';
import type { Condition, Readings } from './condition.ts';
import { disk } from './disk.ts';
import { idle } from './idle.ts';
import { lowPower } from './low-power.ts';
import { network } from './network.ts';
import type { CheckConditions, ConditionResult, Machine } from './ports.ts';
import { shareReadings } from './shared-readings.ts';
import { volume } from './volume.ts';

const CONDITIONS: { readonly [K in ConditionKind]: Condition<K> } = {
  ac,
  battery,
  lowPower,
  network,
  volume,
  disk,
  idle,
};

export interface ConditionCheckOptions {
  readonly clock?: Clock | undefined;
  /** What `~` stands for. */
  readonly home?: string | undefined;
}

/** Only what is asked is read, and what is read serves everybody who asks within a second. It never throws. */
export function createConditionCheck(machine: Machine, options: ConditionCheckOptions = {}): CheckConditions {
  const { clock = systemClock, home = homedir() } = options;
  const readings: Readings = { ...shareReadings(machine, clock), home };
  return (conditions) =>
    Promise.all(
      CONDITION_KINDS.filter((kind) => conditions[kind] !== undefined).map((kind) =>
        checkOne(kind, conditions, readings),
      ),
    );
}

async function checkOne<K extends ConditionKind>(
  kind: K,
  conditions: Conditions,
  readings: Readings,
): Promise<ConditionResult> {
  try {
    const { met, text } = await CONDITIONS[kind].check(conditions[kind]!, readings);
    return { kind, met, text };
  } catch (error) {
    // A program that fails says it in several lines: the first names the program.
    const [cause] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { kind, met: false, text: `${SUBJECTS[kind]} cannot be told: ${cause}` };
  }
}

const SUBJECTS: { readonly [K in ConditionKind]: string } = {
  ac: 'where the power comes from',
  battery: 'how full the battery is',
  lowPower: 'whether low-power mode is on',
  network: 'whether the network is reachable',
  volume: 'which volumes are mounted',
  disk: 'how much space is free',
  idle: 'when the machine was last used',
};
