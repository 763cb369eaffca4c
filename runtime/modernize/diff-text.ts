/** The difference of two texts as `diff -u` shows it. */
import { createTwoFilesPatch } from 'diff';

/** Of texts that share little the exact difference takes a time that grows by the square: beyond this it is not looked for. */
const MOST_EDITS = 4_000;

interface Named {
  readonly name: string;
  readonly text: string;
}

export function diffText(before: Named, after: Named): string {
  const patch = createTwoFilesPatch(before.name, after.name, before.text, after.text, undefined, undefined, {
    context: 3,
    maxEditLength: MOST_EDITS,
  });
  return patch?.replace(/^=+\n/, '') ?? wholeDiff(before, after);
}

/** All of the one, then all of the other. */
function wholeDiff(before: Named, after: Named): string {
  const [old, made] = [linesOf(before.text), linesOf(after.text)];
  return [
    `--- ${before.name}`,
    `+++ ${after.name}`,
    `@@ -1,${old.length} +1,${made.length} @@`,
    ...old.map((line) => `-${line}`),
    ...made.map((line) => `+${line}`),
    '',
  ].join('\n');
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}
