/**
 * What a change does, as two pictures of the machine: how it was, and how it is to be. Either can be moved to from
 * anywhere between, which is what makes a change a transaction. All of it is JSON, kept in the ledger.
 */
import type { AgentAction } from '#shared/nouns/agent.ts';

export interface FileImage {
  /** Base64. */
  readonly bytes: string;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface PlannedFile {
  /** Absolute. */
  readonly path: string;
  /** null: there is no such file. */
  readonly before: FileImage | null;
  readonly after: FileImage | null;
}

export interface JobState {
  readonly loaded: boolean;
  /** Whether launchd would refuse to load it: by its store, else by the plist's own word. */
  readonly disabled: boolean;
}

export interface JobBefore extends JobState {
  readonly running: boolean;
  /** How it ended last, where it ended badly: what a change need not do better. */
  readonly failure?: { readonly code?: number | undefined; readonly signal?: number | undefined } | undefined;
}

export interface PlannedJob {
  /** `gui/501`, `system` */
  readonly domain: string;
  readonly label: string;
  /** Of its plist. */
  readonly path: string;
  readonly before: JobBefore;
  readonly after: JobState;
}

export interface ChangePlan {
  readonly action: AgentAction;
  readonly label: string;
  readonly file: string;
  readonly files: readonly PlannedFile[];
  readonly jobs: readonly PlannedJob[];
  /** Folders of logs that are to be made. */
  readonly folders: readonly string[];
  /** Load it anew even where its plist stays as it is. */
  readonly restart: boolean;
  /** A port of this machine that has to answer afterwards. */
  readonly port?: number | undefined;
}

export type Side = 'before' | 'after';

export function sameBytes(a: FileImage | null, b: FileImage | null): boolean {
  return a?.bytes === b?.bytes;
}

export function sameImage(a: FileImage | null, b: FileImage | null): boolean {
  return a?.bytes === b?.bytes && a?.mode === b?.mode && a?.uid === b?.uid;
}

export function bytesOf(image: FileImage | null): Uint8Array | undefined {
  return image === null ? undefined : Buffer.from(image.bytes, 'base64');
}

/** What is to be at a path, on that side. */
export function imageAt(plan: ChangePlan, path: string, side: Side): FileImage | null {
  return plan.files.find((file) => file.path === path)?.[side] ?? null;
}

/** A step went wrong, for a reason that a person can read. Never leaves the room: it becomes a change's message. */
export class StepFailed extends Error {}
