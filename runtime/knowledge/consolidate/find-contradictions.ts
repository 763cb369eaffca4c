/** Where documents claim different days or versions of the same thing. What is true is for a person to say. */
import type { Claim } from './find-claims.ts';

export interface ClaimOf extends Claim {
  readonly document: number;
  /** ms since 1970, of the document. */
  readonly at: number;
}

export interface Contradiction {
  readonly subject: string;
  readonly kind: Claim['kind'];
  /** One of each document, the newest first. */
  readonly claims: readonly ClaimOf[];
}

/** With more values it is no contradiction but a list. */
const MOST_VALUES = 6;

/** @returns those of the newest documents first */
export function findContradictions(claims: readonly ClaimOf[]): Contradiction[] {
  const subjects = Map.groupBy(claims, ({ kind, subject }) => `${kind} ${subject}`);
  return [...subjects.values()]
    .flatMap((all) => {
      // A document that says several of one subject tells its history.
      const certain = [...Map.groupBy(all, ({ document }) => document).values()]
        .filter((own) => new Set(own.map(({ value }) => value)).size === 1)
        .map((own) => own[0]!)
        .toSorted((a, b) => b.at - a.at || b.document - a.document);
      const values = new Set(certain.map(({ value }) => value));
      const [first] = certain;
      if (!first || values.size < 2 || values.size > MOST_VALUES || areOnePrecise([...values])) return [];
      return [{ subject: first.subject, kind: first.kind, claims: certain }];
    })
    .toSorted((a, b) => b.claims[0]!.at - a.claims[0]!.at);
}

/** `24.1` and `24.1.3` say the same, one of them more exactly. */
function areOnePrecise(values: readonly string[]): boolean {
  const longest = values.reduce((best, value) => (value.length > best.length ? value : best));
  return values.every((value) => longest === value || longest.startsWith(`${value}.`));
}
