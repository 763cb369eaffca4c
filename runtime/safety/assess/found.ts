/** What was found in the work: its simple commands, wherever they hid, and remarks of those who looked for them. */
import type { Feed, Word } from './word.ts';
import type { Effect } from './effects/effect.ts';

export interface FoundRedirect {
  readonly operator: string;
  readonly target: Word;
}

/** One simple command with the values its words have; a command whose words have several is found once for each. */
export interface FoundCommand {
  /** The program without its folder, in lower case: macOS does not tell `RM` from `rm`. Empty: only redirections. */
  readonly name: string;
  /** Its name among them; without assignments. */
  readonly words: readonly Word[];
  readonly redirects: readonly FoundRedirect[];
  /** Variables set for it alone. */
  readonly assigns: readonly { readonly name: string; readonly value: Word }[];
  readonly cwd: Word;
  readonly stdin: Feed;
  /** Which line it is part of, with all its pipes and what is inside of its words. */
  readonly line: number;
  /** The commands that run it, outermost first: `sudo`, `xargs`. */
  readonly via: readonly string[];
  readonly step: number | undefined;
  /** As it is written. */
  readonly evidence: string;
  /** What it does to files, and which hosts it speaks to. */
  readonly effects: readonly Effect[];
  /** The policy lets it be. */
  allowed: boolean;
}

/** A reason that is no rule's: what could not be understood, or is plain where it was found. */
export interface Note {
  readonly rule: string;
  readonly points: number;
  readonly text: string;
  readonly effect?: 'ask' | 'deny';
  readonly evidence?: string | undefined;
  readonly step?: number | undefined;
  /** The command that it speaks of, where allowing that one would settle it. */
  readonly command?: FoundCommand | undefined;
}
