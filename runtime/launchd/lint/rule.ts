/** What a lint rule is, and what it is given. One rule a file, in `rules/`. */
import type { PlistDict, PlistPath } from '../plist/plist-value.ts';
import type { PlistFault } from '../plist/read-xml-plist.ts';
import type { MachineFacts } from './facts.ts';

/** A plist as the rules see it. */
export interface LintedPlist {
  /** Absolute, where it has a file. */
  readonly file?: string | undefined;
  readonly text: string;
  readonly faults: readonly PlistFault[];
  /** The job: the outermost dictionary; empty where it could not be read. */
  readonly job: PlistDict;
}

export interface Hit {
  readonly message: string;
  readonly remedy: string;
  /** Empty for the plist as a whole. */
  readonly path: PlistPath;
  /** Where the path says nothing: a place in the text, 1-based. */
  readonly at?: { readonly line: number; readonly column: number } | undefined;
  readonly evidence?: string | undefined;
  /** A mend that cannot do harm: what it does, and the text with it done. */
  readonly fix?: { readonly words: string; readonly apply: (text: string) => string } | undefined;
}

/** What is told of a rule, whatever it looks at. */
export interface RuleWords {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** What it sees, as a phrase. */
  readonly what: string;
  /** Why it matters. */
  readonly explanation: string;
  /** Where it says so. */
  readonly source: string;
  /** Whether some of what it sees can be mended without harm. */
  readonly fixes: boolean;
}

export interface LintRule extends RuleWords {
  check(plist: LintedPlist, facts: MachineFacts): readonly Hit[] | Promise<readonly Hit[]>;
}

export const LAUNCHD_PLIST = 'launchd.plist(5)';
