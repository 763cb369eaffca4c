/** How bash and zsh alike write words and branches. */

export function posixQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Branches of a `case`: what to look for, one or several, and what to do then. Nothing to look for is no branch. */
export function caseLines(branches: readonly (readonly [string | readonly string[], string])[]): string {
  return branches
    .map(([wanted, action]) => [typeof wanted === 'string' ? [wanted] : wanted, action] as const)
    .filter(([wanted]) => wanted.length > 0)
    .map(([wanted, action]) => `      ${wanted.map(posixQuoted).join('|')}) ${action} ;;`)
    .join('\n');
}
