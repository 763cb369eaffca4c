/** Of the ways a union may be written, the one that was meant; or, where the value is of no fitting kind, all of them. */
import type { z } from 'zod';
import type { Wanted } from './schema-words.ts';

type Issue = z.core.$ZodIssue;

/** @param issue of a union without discriminator */
export function readUnion(
  issue: z.core.$ZodIssueInvalidUnion,
): { readonly meant: readonly Issue[] } | { readonly wanted: Wanted } {
  const branches = branchesOf(issue);
  const meant = branches
    .filter((branch) => !branch.some(isOfAnotherKind))
    .toSorted((a, b) => unknownKeys(a) - unknownKeys(b) || a.length - b.length)[0];
  if (meant) return { meant };
  const roots = branches.flatMap((branch) => branch.filter(isOfAnotherKind).slice(0, 1));
  return {
    wanted: {
      values: roots.flatMap((one) => (one.code === 'invalid_value' ? one.values : [])),
      types: roots.flatMap((one) => (one.code === 'invalid_type' ? [one.expected] : [])),
    },
  };
}

/** A union in a union is one with more ways. */
function branchesOf(issue: z.core.$ZodIssueInvalidUnion): (readonly Issue[])[] {
  return issue.errors.flatMap((branch) => {
    const inner = branch.find((one) => one.code === 'invalid_union' && one.path.length === 0);
    return inner?.code === 'invalid_union' && inner.discriminator === undefined
      ? branchesOf(inner)
      : [branch];
  });
}

function isOfAnotherKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function unknownKeys(branch: readonly Issue[]): number {
  return branch.reduce(
    (sum, one) => sum + (one.code === 'unrecognized_keys' && one.path.length === 0 ? one.keys.length : 0),
    0,
  );
}
