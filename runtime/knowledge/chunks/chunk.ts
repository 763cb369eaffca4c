/** A chunk is a piece of a document that is found and cited by itself. */

export interface Chunk {
  /** UTF-16 offsets into the text; chunks follow one another without a gap. */
  readonly start: number;
  readonly end: number;
  /** 1-based, of the first and the last line that it has a part of. */
  readonly line: number;
  readonly lastLine: number;
  /** Headings that it stands under, the outermost first. */
  readonly headings: readonly string[];
}

/** UTF-16 units. Long enough to say something, short enough to be read as a source. */
export const MOST_UNITS = 1_600;
