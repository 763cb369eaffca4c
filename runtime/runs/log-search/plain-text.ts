/** Log text as a person reads it: without what a terminal would obey. Line breaks stay where they are. */

/**
 * Escape sequences (ECMA-48, 5.4): CSI, strings ended by ST or BEL, two-character ones. None goes over the end of a line,
 * so that a torn one costs nothing but itself.
 */
// oxlint-disable-next-line no-control-regex
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])?/g;
/** A program that writes for Windows or a terminal ends its lines so. */
const RETURNS = /\r+(?=\n|$)/g;
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g;

/** One line or many. */
export function plainText(text: string): string {
  const plain = text.includes('\u001b') ? text.replaceAll(ESCAPES, '') : text;
  return plain.includes('\r') ? plain.replaceAll(RETURNS, '') : plain;
}

/** What is left of control characters, as blanks: nothing moves. */
export function blankControls(text: string): string {
  return text.replaceAll(CONTROLS, ' ');
}

/** Without regard to case: the same for two texts that differ in nothing else. May be longer than the text. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  // A sigma looks otherwise at the end of a word.
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}

/** The same, where every character must keep its place: the few whose lower case is longer stay as they are. */
export function foldInPlace(text: string): string {
  const folded = fold(text);
  if (folded.length === text.length) return folded;
  return Array.from(text, (char) => (fold(char).length === char.length ? fold(char) : char)).join('');
}
