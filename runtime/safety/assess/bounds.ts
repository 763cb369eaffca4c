/** How much of hostile input is looked at. What is beyond is not understood, and so asked about. */

/** Of one script, in characters. */
export const MAX_SCRIPT = 262_144;
/** Of all shell text of one work together: a text nested in itself is read once for every level. */
const MAX_PARSED = 1_048_576;
/** Nodes of syntax trees of one work. */
const MAX_NODES = 50_000;
/** How deep scripts, substitutions and blocks may nest. */
export const MAX_DEPTH = 60;
/** Values that one word may have: branches, loops and braces make several. */
export const MAX_CHOICES = 32;
/** Words that one pair of braces may make. */
export const MAX_BRACES = 256;
/** Commands found in one work, those in all calls of functions and in all values of words among them. */
const MAX_COMMANDS = 2_000;
/** Words of one command. */
const MAX_ARGUMENTS = 2_000;
/** Characters of all words of all commands found. */
const MAX_WORDS = 4_194_304;
/** Characters of one value. */
const MAX_VALUE = 262_144;
/** Elements of one array. */
export const MAX_LIST = 1_000;
/** Variables that one script may set. */
export const MAX_VARIABLES = 500;
/** Scripts that are read, and their characters together. */
export const MAX_FILES = 20;
export const MAX_FILE_TEXT = 1_048_576;
/** Modules that are read. */
export const MAX_MODULES = 50;
/** Nodes of one JavaScript text. */
export const MAX_JS_NODES = 50_000;

/** The input is larger, deeper or more twisted than what is looked at. */
export class Exceeded extends Error {
  override readonly name = 'Exceeded';
}

/** One for all of a work, so that many small scripts cannot be what one large one cannot. */
export class Budget {
  private nodes = 0;
  private parsed = 0;
  private commands = 0;
  private words = 0;

  node(count = 1): void {
    this.nodes += count;
    if (this.nodes > MAX_NODES) throw new Exceeded('it has too many parts');
  }

  parse(length: number): void {
    this.parsed += length;
    if (length > MAX_SCRIPT || this.parsed > MAX_PARSED) throw new Exceeded('it is too long');
  }

  /** A value that a word came to. */
  value(length: number): void {
    this.words += length + 1;
    if (length > MAX_VALUE || this.words > MAX_WORDS) throw new Exceeded('its values grow too long');
  }

  command(length: number, words = 1): void {
    this.commands += 1;
    if (words > MAX_ARGUMENTS) throw new Exceeded('a command of it has too many words');
    this.words += length;
    if (this.commands > MAX_COMMANDS || this.words > MAX_WORDS)
      throw new Exceeded('it comes to too many commands');
  }
}
