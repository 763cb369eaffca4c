/** What an assessment gives, and what it needs from the world. */
import type { RiskReason, Touches } from '#shared/nouns/gate.ts';

/** A file that takes part in the work: what an approval is bound to besides the definition. */
export interface WorkFile {
  /** Absolute. */
  readonly path: string;
  /** SHA-256, hex; undefined where it cannot be read. */
  readonly sha256: string | undefined;
}

export interface Assessment {
  readonly reasons: readonly RiskReason[];
  readonly touches: Touches;
  /** Scripts and modules that were read, in the order they were met; each once. */
  readonly files: readonly WorkFile[];
}

/** A script as it was read. */
export interface ReadScript {
  readonly text: string;
  readonly sha256: string;
  /** Where it really is, behind links: from there Node looks for what it imports. `path` where left out. */
  readonly real?: string;
}

/** Reads scripts that the work calls. Resolves to undefined for what is no readable regular file of at most 1 MiB. */
export type ScriptReader = (path: string) => Promise<ReadScript | undefined>;
