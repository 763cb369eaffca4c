/** Roles and scopes in words, and which belong together. The shared noun carries zod with it; a test ties them. */
import type { Role, Scope } from '#shared/nouns/role.ts';

export const ROLE_WORDS: Readonly<Record<Role, { name: string; means: string }>> = {
  codex: { name: 'Codex', means: 'A coding agent: hands over work, and never decides on any.' },
  cls: { name: 'CLS', means: 'The operator: runs and watches things, and never decides on any.' },
  gg: { name: 'GG', means: 'Governance: approves and validates, and starts nothing.' },
  person: { name: 'A person', means: 'Somebody who may do whatever you may.' },
};

export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  'context:read': 'See everything',
  'memory:write': 'Write memories',
  'automation:execute': 'Start and cancel runs, freeze',
  'ops:approve': 'Approve, deny, validate, thaw',
  'agents:manage': 'Change launch agents',
  admin: 'Everything, with policy and clients',
};

/** What each role may be given at most. */
export const ROLE_MAY: Readonly<Record<Role, readonly Scope[]>> = {
  codex: ['context:read', 'memory:write', 'automation:execute'],
  cls: ['context:read', 'memory:write', 'automation:execute', 'agents:manage'],
  gg: ['context:read', 'ops:approve'],
  person: ['context:read', 'memory:write', 'automation:execute', 'ops:approve', 'agents:manage', 'admin'],
};
