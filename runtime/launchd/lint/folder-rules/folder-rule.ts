/** A rule that compares plists: what only shows between two of them. */
import type { Hit, LintedPlist, RuleWords } from '../rule.ts';

export interface FolderRule extends RuleWords {
  /** Plists that give the same text are the same in what the rule looks at; undefined where it does not apply. */
  sameness(plist: LintedPlist): string | undefined;
  /** What is wrong with a plist that is the same as an earlier one. */
  hit(plist: LintedPlist, first: LintedPlist): Hit | undefined;
}
