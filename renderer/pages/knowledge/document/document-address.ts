/** Where a document is shown, at lines of it. Pure. */

interface Place {
  readonly document: number;
  readonly line: number;
  readonly lastLine: number;
}

/** `/knowledge/documents/7?line=12&to=20` */
export function documentAddress({ document, line, lastLine }: Place): string {
  return `/knowledge/documents/${document}?line=${line}${lastLine > line ? `&to=${lastLine}` : ''}`;
}

/** The lines that an address names; none where it names none that can be. */
export function linesOf(address: URLSearchParams): { first: number; last: number } | undefined {
  const first = Number(address.get('line'));
  if (!Number.isSafeInteger(first) || first < 1) return undefined;
  const last = Number(address.get('to'));
  return { first, last: Number.isSafeInteger(last) && last > first ? last : first };
}

/** Kept with the address where a document was opened from the hits: the way back leads to them as they were. */
export const FROM_HITS = { from: 'hits' } as const;

export function isFromHits(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'from' in state && state.from === FROM_HITS.from;
}

const OWN_PAGES: Readonly<Record<string, (id: string) => { readonly to: string; readonly text: string }>> = {
  run: (id) => ({ to: `/runs/${id}`, text: `Run #${id}` }),
  approval: (id) => ({ to: `/approvals/${id}`, text: `Approval #${id}` }),
  memory: () => ({ to: '/knowledge/memories', text: 'Memories' }),
};

/** The page of what a document of Luka's own is about: `luka://run/12` is of a run. Undefined for files. */
export function ownPageOf(path: string): { readonly to: string; readonly text: string } | undefined {
  const [, kind = '', id = ''] = /^luka:\/\/([a-z]+)\/(\d+)$/.exec(path) ?? [];
  return Object.hasOwn(OWN_PAGES, kind) ? OWN_PAGES[kind]?.(id) : undefined;
}
