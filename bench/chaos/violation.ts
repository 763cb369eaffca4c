/** One thing that is not as Luka promises. */
export interface Violation {
  readonly kind: 'lost' | 'duplicated' | 'orphan' | 'ledger';
  readonly text: string;
}

export type Report = (kind: Violation['kind'], text: string) => void;

/** Collects what a check finds. */
export function finding(check: (report: Report) => void): Violation[] {
  const found: Violation[] = [];
  check((kind, text) => found.push({ kind, text }));
  return found;
}
