/** A machine for the tests of lint rules. */
import type { MachineFacts, PathFact } from './facts.ts';

const FILES: Readonly<Record<string, PathFact>> = {
  '/bin/sh': 'executable',
  '/usr/bin/env': 'executable',
  '/usr/bin/head': 'executable',
  '/usr/bin/open': 'executable',
  '/usr/bin/osascript': 'executable',
  '/opt/homebrew/bin/jq': 'executable',
  '/opt/env.sh': 'executable',
  '/root': 'folder',
  '/bin/bash': 'executable',
  '/bin/echo': 'executable',
  '/opt/plain.sh': 'file',
  '/opt/windows.sh': 'executable',
  '/opt/lost.sh': 'executable',
  '/opt/bare.sh': 'executable',
  '/opt/good.sh': 'executable',
  '/opt': 'folder',
  '/Users/me': 'folder',
  '/Users/me/logs': 'folder',
  '/Users/me/secret': 'unknown',
};
const HEADS: Readonly<Record<string, string>> = {
  '/bin/echo': '\u007fELF\u0002',
  '/opt/windows.sh': '#!/bin/bash\r\necho\r\n',
  '/opt/lost.sh': '#!/usr/local/bin/python9\n',
  '/opt/bare.sh': 'echo hi\n',
  '/opt/good.sh': '#!/bin/bash\necho hi\n',
  '/opt/env.sh': '#!/usr/bin/env jq\n',
};
/** A machine on which everything is known. */
export const testFacts: MachineFacts = {
  home: '/Users/me',
  look: async (path) => FILES[path] ?? 'missing',
  head: async (path) => HEADS[path] ?? '',
  owner: async () => ({ uid: 501, mode: 0o644, link: false }),
  canWrite: async (path) => path.startsWith('/Users/me/') || path === '/Users/me',
  isHeadless: async () => true,
  asleep: (hour) => hour === 4,
  usualRunSeconds: (label) => (label === 'com.me.job' ? 300 : undefined),
};
