/** What a command runs besides itself. */
import type { Feed, Word } from '../word.ts';

export type Inner =
  /** Another command, word by word. */
  | {
      readonly kind: 'command';
      readonly words: readonly Word[];
      readonly cwd?: Word | undefined;
      readonly assigns?: readonly { readonly name: string; readonly value: Word }[] | undefined;
      /** Its own variables are not those of here: another user's, another machine's. */
      readonly fresh?: true | undefined;
    }
  /** A text that a shell reads. */
  | {
      readonly kind: 'script';
      readonly script: Word;
      readonly args?: readonly Word[] | undefined;
      /** `$0`. */
      readonly zero?: Word | undefined;
      /** `eval`: it sets the variables of here. */
      readonly here?: true | undefined;
      readonly fresh?: true | undefined;
    }
  | {
      readonly kind: 'file';
      readonly path: Word;
      readonly args: readonly Word[];
      readonly language: Language;
      readonly here?: true;
    }
  /** What comes out of another command, or into this one. */
  | { readonly kind: 'feed'; readonly feed: Feed; readonly language: Language; readonly here?: true }
  | { readonly kind: 'code'; readonly language: Language; readonly code: Word }
  /** A script of a package.json, by its name. */
  | { readonly kind: 'project'; readonly path: Word; readonly script: Word; readonly args: readonly Word[] }
  | { readonly kind: 'makefile'; readonly path: Word }
  | InnerNote;

export interface InnerNote {
  readonly kind: 'note';
  readonly rule: string;
  readonly points: number;
  readonly text: string;
  readonly effect?: 'ask';
}

export type Language =
  'shell' | 'javascript' | 'python' | 'perl' | 'ruby' | 'php' | 'applescript' | 'awk' | 'any';

/** Looks at the words after a command's name. */
export type Unwrap = (args: readonly Word[], call: Call) => readonly Inner[];

export interface Call {
  readonly name: string;
  readonly stdin: Feed;
  readonly cwd: Word;
  readonly home: Word;
  /** The command in front of it in its pipeline. */
  readonly before: readonly Word[] | undefined;
}

export const command = (words: readonly Word[]): readonly Inner[] =>
  words.length > 0 ? [{ kind: 'command', words }] : [];

export const ask = (rule: string, points: number, text: string): InnerNote => ({
  kind: 'note',
  rule,
  points,
  text,
  effect: 'ask',
});
