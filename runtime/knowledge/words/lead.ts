/** What stands before the first thing that a text of Markdown says. */

/** @returns where front matter, headings and empty lines at the beginning end */
export function leadOf(text: string): number {
  const front = /^---[^\S\n]*\n(?:[^\n]*\n)*?(?:---|\.\.\.)[^\S\n]*(?:\n|$)/.exec(text)?.[0].length ?? 0;
  const headings = /^(?:[^\S\n]*(?:#{1,6}[^\S\n][^\n]*)?\n)*/.exec(text.slice(front))?.[0].length ?? 0;
  return front + headings;
}
