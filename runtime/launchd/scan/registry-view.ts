/** What launchd knows of one job. */
import type { AgentExit } from '#shared/nouns/agent.ts';

export type RegistryView =
  /** There is no launchd on this machine. */
  | { readonly kind: 'absent'; readonly reason: string }
  /** It could not be asked, or its answer could not be read. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'unloaded'; readonly disabled: boolean }
  | LoadedView;

export interface LoadedView {
  readonly kind: 'loaded';
  readonly disabled: boolean;
  readonly pid?: number | undefined;
  /** Absent where it never ended. */
  readonly exit?: AgentExit | undefined;
  readonly runs?: number | undefined;
  /** Why launchd holds its start back. */
  readonly pended?: string | undefined;
  /** Where the plist lies that it was loaded from. */
  readonly from?: string | undefined;
  /** `launchctl print`, as it stands. */
  readonly text: string;
}
