/** The coding agents whose configuration Luka can write, and where each keeps it. */
import { join } from 'node:path';

export const AGENT_KINDS = ['codex', 'claude', 'cursor'] as const;
export type AgentKind = (typeof AGENT_KINDS)[number];

export interface AgentConfig {
  /** As a person calls it. */
  readonly title: string;
  /** Absolute. */
  readonly file: string;
  readonly format: 'toml' | 'json';
}

/**
 * Codex: `$CODEX_HOME/config.toml`, by default `~/.codex`. Claude Code: user-wide servers in `~/.claude.json`, or in the
 * folder that CLAUDE_CONFIG_DIR names. Cursor: `~/.cursor/mcp.json`.
 */
export function agentConfig(kind: AgentKind, home: string, env: NodeJS.ProcessEnv): AgentConfig {
  switch (kind) {
    case 'codex':
      return {
        title: 'Codex',
        file: join(env['CODEX_HOME'] || join(home, '.codex'), 'config.toml'),
        format: 'toml',
      };
    case 'claude':
      return {
        title: 'Claude Code',
        file: join(env['CLAUDE_CONFIG_DIR'] || home, '.claude.json'),
        format: 'json',
      };
    case 'cursor':
      return { title: 'Cursor', file: join(home, '.cursor', 'mcp.json'), format: 'json' };
  }
}

/** How an agent starts Luka's server. */
export interface ServerEntry {
  /** Absolute. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}
