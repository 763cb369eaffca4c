/** Who talks to Luka: a client with a role and scopes. */
import { z } from 'zod';

export const SCOPES = [
  'context:read',
  'memory:write',
  'automation:execute',
  'ops:approve',
  'agents:manage',
  'admin',
] as const;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;

export const ROLES = ['codex', 'cls', 'gg', 'person'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** What each role may be given, and is given where nothing is said. Coding agents and operators never approve. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  codex: ['context:read', 'memory:write', 'automation:execute'],
  cls: ['context:read', 'memory:write', 'automation:execute', 'agents:manage'],
  gg: ['context:read', 'ops:approve'],
  person: SCOPES,
};

/** True for roles that are programs: what they ask for is an agent's word, and they never decide. */
export function isAgentRole(role: Role): boolean {
  switch (role) {
    case 'codex':
    case 'cls':
      return true;
    case 'gg':
    case 'person':
      return false;
  }
}

/** `admin` includes all others. */
export function allows(scopes: readonly Scope[], wanted: Scope): boolean {
  return scopes.includes(wanted) || scopes.includes('admin');
}

/** A client as it is listed; its token is shown once, when it is made. */
export const ClientRecord = z.strictObject({
  id: z.int().positive(),
  name: z.string(),
  role: Role,
  scopes: z.array(Scope),
  createdAt: z.string(),
  expiresAt: z.string().optional(),
  revokedAt: z.string().optional(),
  lastUsedAt: z.string().optional(),
});
export type ClientRecord = z.infer<typeof ClientRecord>;

/** Who did something, as audit rows and approvals name them. */
export const Actor = z.strictObject({ name: z.string(), role: z.enum([...ROLES, 'luka', 'nobody']) });
export type Actor = z.infer<typeof Actor>;
/** True where what is asked for is a program's word. */
export function isAgent({ role }: Actor): boolean {
  return role === 'codex' || role === 'cls';
}

export const LUKA: Actor = { name: 'luka', role: 'luka' };
/** Whoever sent a request that was refused before anybody knew who it was. */
export const NOBODY: Actor = { name: 'unknown', role: 'nobody' };
export const PERSON: Actor = { name: 'person', role: 'person' };
