/** What the schedule asks of the machine before it starts something. */
import type { ConditionKind, Conditions } from '#shared/nouns/schedule-policy.ts';

export interface PowerReading {
  /** On mains; undefined where the machine does not say. */
  readonly ac: boolean | undefined;
  /** Percent; undefined where there is no battery. */
  readonly battery: number | undefined;
  readonly lowPower: boolean | undefined;
}

export interface Volume {
  /** The last part of its mount point. */
  readonly name: string;
  /** What the file system calls itself, where a volume may be named by that too. */
  readonly label?: string | undefined;
  readonly uuid: string | undefined;
  /** Absolute path of the mount point. */
  readonly path: string;
}

/** The machine as conditions and triggers see it. Readings never throw for what a machine lacks: they say undefined. */
export interface Machine {
  power(): Promise<PowerReading>;
  /** True where the network can be used; with a target, where it answers within a few seconds. */
  network(target?: string): Promise<boolean>;
  volumes(): Promise<readonly Volume[]>;
  /** Bytes an ordinary user may still write on the disk that holds the path. @throws where the path is not there */
  freeBytes(path: string): Promise<number>;
  /** Since the last key or pointer movement, ms; undefined where it cannot be told. */
  idleMs(): Promise<number | undefined>;
  /** Calls when volumes came or went, as far as there are events for it. @returns unsubscribe */
  onVolumes(listener: () => void): () => void;
}

export interface ConditionResult {
  readonly kind: ConditionKind;
  readonly met: boolean;
  /** For a person, as it is now: `on battery (64 %)`, `volume lukadata is not mounted`. */
  readonly text: string;
}

/** All conditions at one moment, in the order of CONDITION_KINDS. A reading that cannot be had counts as not met and says so. */
export type CheckConditions = (conditions: Conditions) => Promise<readonly ConditionResult[]>;
