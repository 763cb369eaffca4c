/** What of a chunk is compared: its title and headings say what it is about. */

export interface EmbeddedChunk {
  readonly title: string;
  /** JSON array. */
  readonly headings: string;
  readonly text: string;
}

export function textOf({ title, headings, text }: EmbeddedChunk): string {
  return [title, ...(JSON.parse(headings) as string[]), text].join('\n');
}
