/**
 * Reads `launchctl print-disabled <domain>`: the store that says which labels launchd does not load, whatever their
 * plists say. Older releases write `"label" => true`, newer ones `"label" => disabled`.
 */

/** @returns whether a label is disabled; labels that the store does not know are not in it */
export function readPrintDisabled(text: string): ReadonlyMap<string, boolean> {
  const disabled = new Map<string, boolean>();
  for (const line of text.split('\n')) {
    const found = /^\s*"(.+)" => (true|false|disabled|enabled)\s*$/.exec(line);
    if (found) disabled.set(found[1]!, found[2] === 'true' || found[2] === 'disabled');
    // What follows is of login items, not of jobs.
    if (disabled.size > 0 && line.trim() === '}') break;
  }
  return disabled;
}
