/** What was typed into the policy and not saved yet: it outlives a visit to another page, and a change elsewhere. */
import { create } from 'zustand';

export interface Draft {
  readonly text: string;
  /** Hash of the text that it began from. */
  readonly base: string;
}

export const useDraft = create<{ readonly draft: Draft | undefined }>(() => ({ draft: undefined }));

export function setDraft(draft: Draft | undefined): void {
  useDraft.setState({ draft });
}

type Policy = { readonly text: string; readonly hash: string };
export type Standing = 'unchanged' | 'edited' | 'conflict';

/** How what is typed stands to what is saved. */
export function standingOf(draft: Draft | undefined, policy: Policy): Standing {
  if (draft === undefined || draft.text === policy.text) return 'unchanged';
  return draft.base === policy.hash ? 'edited' : 'conflict';
}
