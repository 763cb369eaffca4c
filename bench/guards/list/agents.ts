import type { GuardRemoval } from '../removal.ts';

const api = (name: string) => ({ file: 'runtime/server/agents.test.ts', name });
const refused = {
  file: 'runtime/launchd/changes/agent-changes.test.ts',
  name: 'what is refused, and leaves no trace is each told by its code',
};

export const removals: readonly GuardRemoval[] = [
  {
    guard: 'secrets of a plist are not shown',
    file: 'runtime/launchd/agent-service.ts',
    find: 'text: maskPlist(file.text),',
    replace: 'text: file.text,',
    test: api('are seen, and their secrets are not'),
  },
  {
    guard: 'nor those that launchd prints',
    file: 'runtime/launchd/agent-service.ts',
    find: 'maskPrint(registry.text, file.text)',
    replace: 'registry.text',
    test: api('are seen, and their secrets are not'),
  },
  {
    guard: 'nor those of a change',
    file: 'runtime/launchd/agent-desk.ts',
    find: 'text === null ? null : maskPlist(text),',
    replace: 'text,',
    test: api('are seen, and their secrets are not'),
  },
  {
    guard: 'a secret that was not seen is not overwritten by its mask',
    file: 'runtime/launchd/agent-desk.ts',
    find: 'const text = unmaskPlist(edit.text, file.text);',
    replace: 'const { text } = edit;',
    test: api('keep a secret that was not seen'),
  },
  {
    guard: 'who may only look changes no agent',
    file: 'shared/http/agent-changes.ts',
    find: "    path: '/api/v1/agents/:agent/state',\n    summary: 'Enables, disables or removes an agent; a removed one can be given back with a rollback.',\n    scope: 'agents:manage',",
    replace:
      "    path: '/api/v1/agents/:agent/state',\n    summary: 'Enables, disables or removes an agent; a removed one can be given back with a rollback.',\n    scope: 'context:read',",
    test: api('are not changed by a client that may only look'),
  },
  {
    guard: 'a plist that was changed meanwhile is not overwritten',
    file: 'runtime/launchd/changes/agent-planner.ts',
    find: "  if (hash !== undefined && createHash('sha256').update(bytesOf(image)!).digest('hex') !== hash)",
    replace: "  if (hash === '')",
    test: refused,
  },
  {
    guard: 'only plists of the person’s own folder are changed',
    file: 'runtime/launchd/changes/plist-files.ts',
    find: 'const folder = folders.find(({ path }) => path === dirname(file));',
    replace: 'const [folder] = folders;',
    test: refused,
  },
];
