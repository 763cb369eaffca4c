/** What is wrong with a pattern, and in which column. */
import { RE2JS, RE2JSSyntaxException } from 're2js';

export interface PatternFault {
  readonly message: string;
  /** 1-based. */
  readonly column: number;
}

/** @returns undefined where the pattern can be read */
export function findPatternFault(pattern: string): PatternFault | undefined {
  const fault = faultOf(pattern);
  if (!fault) return undefined;
  const what = fault.getDescription();
  const fragment = fault.getPattern() ?? '';
  const column = columnOf(pattern, what, fragment);
  const lookaround = /^\(\?(?:[=!]|<[=!])/.test(pattern.slice(column - 1));
  if (lookaround || /^\\[1-9]/.test(pattern.slice(column - 1)))
    return { message: `${lookaround ? 'lookaround' : 'a back-reference'} is not understood`, column };
  return { message: fragment === '' || fragment === pattern ? what : `${what}: ${fragment}`, column };
}

function faultOf(pattern: string): RE2JSSyntaxException | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error;
    throw error;
  }
}

/** The engine tells what is wrong and the part that is, not where that part stands: it may stand in several places. */
function columnOf(pattern: string, what: string, fragment: string): number {
  if (what.includes('missing closing )')) return openGroup(pattern) + 1;
  if (what.includes('trailing backslash')) return pattern.length;
  // What is missing at the end has its beginning in the part that is told.
  if (pattern.endsWith(fragment) && what.includes('missing closing'))
    return pattern.length - fragment.length + 1;
  // The shortest beginning that has the same fault ends with it.
  for (let end = 1; end <= pattern.length; end += 1) {
    const fault = faultOf(pattern.slice(0, end));
    if (fault?.getDescription() !== what) continue;
    if (what.includes('unexpected )')) return end;
    if (fault.getPattern() !== fragment) continue;
    return Math.max(0, pattern.lastIndexOf(fragment, end - fragment.length)) + 1;
  }
  return Math.max(0, pattern.indexOf(fragment)) + 1;
}

/** The position of the innermost group that is not closed. */
function openGroup(pattern: string): number {
  const open: number[] = [];
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at];
    if (char === '\\') at += 1;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') open.push(at);
    else if (char === ')') open.pop();
  }
  return open.at(-1) ?? 0;
}
