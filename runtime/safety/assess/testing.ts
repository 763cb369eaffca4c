/** Work for tests and fuzzers: one shell line, or whatever is asked for, on a machine that is not there. */
import type { Asker } from '#shared/nouns/gate.ts';
import type { Work, WorkAction, WorkStep } from '../work.ts';
import type { ScriptReader } from './ports.ts';

export const HOME = '/Users/pat';
export const PROJECT = '/Users/pat/projects/app';

export function stepOf(action: WorkAction, more: Partial<WorkStep> = {}): WorkStep {
  return { action, name: 'step', cwd: { text: PROJECT, known: true }, env: {}, ...more };
}

export const shellStep = (script: string, more: Partial<WorkStep> = {}): WorkStep =>
  stepOf({ kind: 'shell', script, shell: '/bin/bash' }, more);

export const codeStep = (code: string): WorkStep => stepOf({ kind: 'code', code });

export const argvStep = (...argv: readonly string[]): WorkStep =>
  stepOf({ kind: 'argv', argv: argv.map((text) => ({ text, known: true })) });

export function workOf(steps: readonly WorkStep[], asker: Asker = 'agent', more: Partial<Work> = {}): Work {
  return {
    steps,
    checks: [],
    asker,
    risk: 'low',
    personHome: HOME,
    lukaHome: `${HOME}/Library/Application Support/Luka`,
    writable: [PROJECT, '/Volumes/lukadata'],
    history: { succeeded: 0, changedSinceApproval: false, failuresInRow: 0 },
    ...more,
  };
}

/** Reads from a list of texts; everything else is no readable file. */
export function readerOf(files: Readonly<Record<string, string>> = {}): ScriptReader {
  return (path) =>
    Promise.resolve(Object.hasOwn(files, path) ? { text: files[path]!, sha256: 'a'.repeat(64) } : undefined);
}
