/** What state an agent is in, and why. Pure: everything that was seen goes in. */
import type { AgentState } from '#shared/nouns/agent.ts';
import type { RegistryView } from './registry-view.ts';

export interface AgentSight {
  /** Why its plist cannot be read or run as a job; absent where it can. */
  readonly broken?: string | undefined;
  /** Another plist that has the same label, and stands before this one. */
  readonly twin?: string | undefined;
  /** That its program, or the script that an interpreter is to run, is not there. */
  readonly gone?: string | undefined;
  /** `Disabled` in the plist: holds where launchd has no word of its own about it. */
  readonly disabledByPlist: boolean;
  /** A file that launchd does not take for a job: `.plist.sample`, or in a folder of no meaning to it. */
  readonly aside?: string | undefined;
  readonly registry: RegistryView;
  /** How it ended last, in words. */
  readonly exitMeaning?: string | undefined;
}

export interface JudgedState {
  readonly state: AgentState;
  readonly reason: string;
}

export function judgeState(sight: AgentSight): JudgedState {
  const { registry, gone, broken, twin } = sight;
  if (registry.kind === 'loaded' && registry.pid !== undefined && twin === undefined)
    return { state: 'running', reason: `runs as process ${registry.pid}` };
  if (sight.aside !== undefined) return { state: 'not_loaded', reason: sight.aside };
  if (broken !== undefined) return { state: 'broken', reason: broken };
  if (twin !== undefined) return { state: 'duplicate', reason: `${twin} has the same label` };
  if (isDisabled(sight))
    return { state: 'disabled', reason: 'launchd was told not to load it, until somebody enables it' };
  if (gone !== undefined) return { state: 'ghost', reason: gone };
  switch (registry.kind) {
    case 'absent':
    case 'unknown':
      return { state: 'unknown', reason: `cannot tell: ${registry.reason}` };
    case 'unloaded':
      return { state: 'not_loaded', reason: 'launchd does not know it; it is loaded at the next login' };
    case 'loaded':
      if (registry.pended !== undefined)
        return { state: 'pended', reason: `launchd holds its start back: ${registry.pended}` };
      if (failed(registry.exit))
        return { state: 'failing', reason: sight.exitMeaning ?? 'its last run failed' };
      return {
        state: 'idle',
        reason:
          registry.exit === undefined
            ? 'has not run since it was loaded'
            : 'its last run went well; it waits',
      };
  }
}

function isDisabled({ registry, disabledByPlist }: AgentSight): boolean {
  switch (registry.kind) {
    case 'loaded':
      // What was disabled after it was loaded goes on until it is loaded again.
      return false;
    case 'unloaded':
      return registry.disabled || disabledByPlist;
    case 'absent':
    case 'unknown':
      return disabledByPlist;
  }
}

function failed(exit: { code?: number | undefined; signal?: string | undefined } | undefined): boolean {
  if (exit === undefined) return false;
  if (exit.signal !== undefined) return exit.signal !== 'SIGTERM';
  return exit.code !== undefined && exit.code !== 0;
}
