/** Which arguments of an argv step are program text for the program that is started: `bash -c TEXT`, `node -e TEXT`. */
import { posix } from 'node:path';
import type { Step } from '#shared/nouns/step.ts';

const CODE_FLAGS: readonly (readonly [programs: RegExp, flag: RegExp])[] = [
  [/^(ba|z|da|k|fi)?sh$/, /^-[a-z]*c$/i],
  [/^(node|deno|bun)$/, /^(-e|-p|-pe|--eval|--print)$/],
  [/^(python|pypy)[0-9.]*$/, /^-[a-zA-Z]*c$/],
  [/^(perl|ruby|osascript)$/, /^-[a-zA-Z]*e$/],
  [/^php$/, /^-r$/],
];

/** Positions in `argv` that hold code; the interpreter may stand behind another program, such as env or sudo. */
export function codeArguments(step: Step): ReadonlySet<number> {
  const positions = new Set<number>();
  if (!('argv' in step)) return positions;
  step.argv.forEach((word, index) => {
    const flag = CODE_FLAGS.find(([programs]) => programs.test(posix.basename(word)))?.[1];
    if (!flag) return;
    for (let at = index + 1; at < step.argv.length - 1; at += 1) {
      if (flag.test(step.argv[at] ?? '')) positions.add(at + 1);
    }
  });
  return positions;
}
