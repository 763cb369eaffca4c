/** Says what is wrong with a plist, and mends what can be mended without harm. Changes nothing on the disk. */
import type { AgentFinding } from '#shared/nouns/agent.ts';
import type { PlistDict } from '../plist/plist-value.ts';
import { readPlist } from '../plist/read-plist.ts';
import { cachedFacts, type MachineFacts } from './facts.ts';
import { findingsOf, inOrder, type Found } from './findings.ts';
import type { LintedPlist } from './rule.ts';
import { LINT_RULES } from './rules/index.ts';

const EMPTY: PlistDict = { kind: 'dict', entries: [] };
/** More mends than this in one plist are none that end. */
const MOST_FIXES = 200;

/**
 * @param file absolute path of it, where it has one
 * @param facts asked once for each path; of many plists share `cachedFacts` of them
 * @returns by line; the worst first where they share one
 */
export async function lintPlist(
  bytes: Uint8Array,
  file: string | undefined,
  facts: MachineFacts,
): Promise<AgentFinding[]> {
  const plist = linted(bytes, file);
  return findingsOf(await ask(plist, facts), plist);
}

/**
 * The text with everything mended that can be. A binary plist comes back as the XML it stands for.
 * @param codes of the findings to mend; all where left out
 * @returns the text, and what was done in words; without anything to do the text as it was
 */
export async function fixPlist(
  bytes: Uint8Array,
  file: string | undefined,
  facts: MachineFacts,
  codes?: readonly string[],
): Promise<{ text: string; done: string[] }> {
  const done: string[] = [];
  const known = cachedFacts(facts);
  let { text } = linted(bytes, file);
  // One after another, each in the text that the one before left: two fixes may be of one value.
  for (let round = 0; round < MOST_FIXES; round += 1) {
    const plist = linted(Buffer.from(text), file);
    const fixed = (await ask(plist, known)).find(
      ({ rule, hit }) => hit.fix && (codes === undefined || codes.includes(rule.code)),
    );
    if (fixed?.hit.fix === undefined) break;
    const next = fixed.hit.fix.apply(text);
    if (next === text) throw new Error(`the fix of ${fixed.rule.code} changes nothing`);
    const [finding] = findingsOf([fixed], plist);
    text = next;
    done.push([finding?.path, finding?.fix].filter((part) => part !== undefined).join(': '));
  }
  return { text, done };
}

/** A plist as the rules are given it. */
export function linted(bytes: Uint8Array, file: string | undefined): LintedPlist {
  const { text, root, faults } = readPlist(bytes);
  return { file, text, faults, job: root?.kind === 'dict' ? root : EMPTY };
}

/** What all rules see in one plist. */
export async function ask(plist: LintedPlist, facts: MachineFacts): Promise<Found[]> {
  // Most rules answer at once: a promise for each of them would be most of what a healthy plist costs.
  const answers = LINT_RULES.map((rule) => ({ rule, hits: rule.check(plist, facts) }));
  await Promise.all(answers.flatMap(({ hits }) => (hits instanceof Promise ? [hits] : [])));
  const found: Found[] = [];
  for (const { rule, hits } of answers)
    for (const hit of hits instanceof Promise ? await hits : hits)
      // What is not well-formed has no places that could be trusted.
      found.push({ rule, hit: plist.faults.length > 0 ? { ...hit, fix: undefined } : hit });
  return inOrder(found, plist);
}
