import type { ReadText } from './document.ts';

export function readPlain(text: string): ReadText {
  return { text, sections: [] };
}

// Colours and the like: ECMA-48, CSI sequences.
// oxlint-disable-next-line no-control-regex
const ESCAPES = /\u001b\[[0-?]*[ -/]*[@-~]/g;

export function readLog(text: string): ReadText {
  return { text: text.includes('\u001b') ? text.replaceAll(ESCAPES, '') : text, sections: [] };
}
