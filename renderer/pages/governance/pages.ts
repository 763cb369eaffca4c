/** The pages behind the one entry of the navigation. */
export const GOVERNANCE_PAGES = [
  ['/validation', 'Results'],
  ['/governance', 'Owners'],
  ['/modules', 'Modules'],
  ['/policy', 'Policy'],
  ['/audit', 'Audit'],
  ['/clients', 'Clients'],
] as const;
export const GOVERNANCE: readonly string[] = GOVERNANCE_PAGES.map(([to]) => to);
