/** What find(1) starts at, and whether it takes only some of what is there. */
import { textWord, type Word } from '../word.ts';

export function findRoots(args: readonly Word[]): readonly Word[] {
  let at = 0;
  while (/^-[HLPEXdsx]+$|^-O\d$/.test(args[at]?.text ?? '')) at += 1;
  if (args[at]?.text === '-D') at += 2;
  const roots: Word[] = [];
  for (; at < args.length; at += 1) {
    const { text } = args[at]!;
    if (text === '-f') continue;
    if (text.startsWith('-') || text === '!' || text === '(') break;
    roots.push(args[at]!);
  }
  return roots.length > 0 ? roots : [textWord('.')];
}

const CONDITIONS =
  /^-(?:i?l?name|i?path|i?wholename|i?regex|[acm](?:time|min)|B(?:time|min)|a?newer\w*|cnewer|size|empty|user|group|uid|gid|perm|inum|links|samefile|nouser|nogroup|used|flags|xattrname)$/;
const WITHOUT_VALUE = /^-(?:empty|nouser|nogroup)$/;
/** A pattern of nothing but these takes everything. */
const ANY = /^[*?./]*$|^\.\*$|^\.\+$|^\[\^?[^\]]*\]\*$/;

/** Whether it takes only some of what is there; only what stands in front of an action, in its own branch, counts. */
export function isNarrowed(args: readonly Word[], until: number = args.length): boolean {
  return narrowings(args, until).at(-1) ?? false;
}

/** The same in front of each word. */
export function narrowings(args: readonly Word[], until: number = args.length): readonly boolean[] {
  let narrowed = false;
  const all: boolean[] = [];
  for (let at = 0; at < until; at += 1) {
    const { text } = args[at]!;
    all.push(narrowed);
    if (text === '-o' || text === '-or' || text === ',') narrowed = false;
    if (!CONDITIONS.test(text)) continue;
    const before = args[at - 1]?.text;
    const value = args[at + 1];
    const isAny =
      !WITHOUT_VALUE.test(text) && /name|path|regex/.test(text) && (!value || ANY.test(value.text));
    const isOld =
      /size|min|time/.test(text) &&
      /^[+]?-?0/.test(value?.text ?? '') &&
      !/^\+0?[1-9]/.test(value?.text ?? '');
    if (before !== '!' && before !== '-not' && !isAny && !isOld) narrowed = true;
  }
  return [...all, narrowed];
}
