/** Groups and to-dos of one owner or one phase. Names are compared without regard to case. Pure. */
import type { Governance, GovernanceGroup, ToDo } from '#shared/nouns/report.ts';

export interface OwnerFilter {
  readonly owner: string | undefined;
  readonly phase: string | undefined;
}

/** Stands for groups that name none. */
export const NOBODY = '';

const low = (text: string | undefined): string => (text ?? NOBODY).toLocaleLowerCase('en');

function fits({ owner, phase }: OwnerFilter, of: Pick<GovernanceGroup, 'owner' | 'phase'>): boolean {
  return (
    (owner === undefined || low(owner) === low(of.owner)) &&
    (phase === undefined || low(phase) === low(of.phase))
  );
}

export function shownOf(
  { groups, toDos }: Pick<Governance, 'groups' | 'toDos'>,
  filter: OwnerFilter,
): { groups: readonly GovernanceGroup[]; toDos: readonly ToDo[] } {
  return {
    groups: groups.filter((group) => fits(filter, group)),
    toDos: toDos.filter((toDo) => fits(filter, toDo)),
  };
}

/** Each name once, as it was met first, by the alphabet. */
export function namesOf(
  { groups, toDos }: Pick<Governance, 'groups' | 'toDos'>,
  which: 'owner' | 'phase',
): string[] {
  const names = new Map<string, string>();
  for (const each of [...groups, ...toDos]) {
    const name = each[which];
    if (name !== undefined && !names.has(low(name))) names.set(low(name), name);
  }
  return [...names.values()].sort((a, b) => a.localeCompare(b));
}
