/** What rules saw, as a person is told of it: with its line, and without a secret. */
import type { AgentFinding } from '#shared/nouns/agent.ts';
import { formatPlistPath, valueAt } from '../plist/plist-value.ts';
import type { Hit, LintedPlist, RuleWords } from './rule.ts';
import { secretsOf, withoutSecrets, type PlainSecret } from './secrets.ts';

export interface Found {
  readonly rule: RuleWords;
  readonly hit: Hit;
}

/** More findings than this of one plist tell nobody more. */
const MOST = 200;
const LONGEST = 400;
const LONGEST_EVIDENCE = 200;

/** By line; the worst first where they share one. */
export function inOrder(found: readonly Found[], plist: LintedPlist): Found[] {
  const line = ({ hit }: Found): number => placeOf(hit, plist)?.line ?? 0;
  return found.toSorted((a, b) => line(a) - line(b) || weight(a.rule) - weight(b.rule)).slice(0, MOST);
}

export function findingsOf(found: readonly Found[], plist: LintedPlist): AgentFinding[] {
  if (found.length === 0) return [];
  const secrets = secretsOf(plist.job);
  return found.map((each) => findingOf(each, plist, secrets));
}

function findingOf({ rule, hit }: Found, plist: LintedPlist, secrets: readonly PlainSecret[]): AgentFinding {
  const place = placeOf(hit, plist);
  const shown = (text: string): string => withoutSecrets(text, secrets);
  return {
    code: rule.code,
    severity: rule.severity,
    message: shown(hit.message).slice(0, LONGEST),
    remedy: shown(hit.remedy).slice(0, LONGEST),
    explanation: rule.explanation,
    source: rule.source,
    ...(plist.file === undefined ? {} : { file: plist.file }),
    ...(place === undefined ? {} : { line: place.line, column: place.column }),
    ...(hit.path.length === 0 ? {} : { path: shown(formatPlistPath(hit.path)) }),
    ...(hit.evidence === undefined ? {} : { evidence: shown(hit.evidence).slice(0, LONGEST_EVIDENCE) }),
    ...(hit.fix === undefined ? {} : { fix: shown(hit.fix.words).slice(0, LONGEST) }),
  };
}

function weight({ severity }: RuleWords): number {
  return ['error', 'warning', 'info'].indexOf(severity);
}

function placeOf(hit: Hit, { job }: LintedPlist): { line: number; column: number } | undefined {
  return hit.at ?? (hit.path.length === 0 ? undefined : valueAt(job, hit.path)?.place);
}
