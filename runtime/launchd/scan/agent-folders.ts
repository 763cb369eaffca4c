/** Where launchd looks for jobs, and whose they are. launchd.plist(5), FILES. */
import { join } from 'node:path';
import type { AgentScope } from '#shared/nouns/agent.ts';

export interface AgentFolder {
  /** Absolute. */
  readonly path: string;
  readonly scope: AgentScope;
}

/**
 * @param home of the person, absolute
 * @param others folders that somebody pointed at, absolute
 * @param system where `/Library` is; another place in tests
 */
export function agentFolders(
  home: string,
  others: readonly string[] = [],
  system = '/Library',
): AgentFolder[] {
  const own: AgentFolder[] = [
    { path: join(home, 'Library', 'LaunchAgents'), scope: 'user' },
    { path: join(system, 'LaunchAgents'), scope: 'global' },
    { path: join(system, 'LaunchDaemons'), scope: 'daemon' },
  ];
  const known = new Set(own.map(({ path }) => path));
  return [
    ...own,
    ...others.filter((path) => !known.has(path)).map((path) => ({ path, scope: 'folder' }) as const),
  ];
}
