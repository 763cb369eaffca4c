/** What a command does to one file, folder or host. */
import type { Word } from '../word.ts';

export type Effect =
  | {
      readonly kind: 'read' | 'write' | 'append' | 'move' | 'run';
      readonly path: Word;
      /** With everything in it. */
      readonly recursive?: boolean | undefined;
    }
  | {
      readonly kind: 'delete';
      readonly path: Word;
      readonly recursive: boolean;
      /** Whether it is recursive depends on a word that is not known. */
      readonly unsure?: boolean | undefined;
      /** Makes the folder like another, rather than empty. */
      readonly mirror?: boolean | undefined;
      /** Only what fits further conditions, as with `find -name`. */
      readonly narrowed?: boolean | undefined;
    }
  | {
      readonly kind: 'mode';
      readonly path: Word;
      readonly recursive: boolean;
      readonly mode: Word | undefined;
    }
  | {
      readonly kind: 'connect';
      /** Undefined: any. */
      readonly host: Word | undefined;
      readonly sends: boolean;
    };
