/** Reads `pmset -g` (pmset(1)): settings in force. Columns are spaces, and a tab behind those that hold for the whole system. */

/** From a setting's name to its value; what stands behind a value in brackets is left out. */
export function readSettings(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^[ \t]+(\S.*?)[ \t]+([-\d./\w]+)(?:[ \t]+\(.*\))?[ \t]*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) settings.set(name, value);
  }
  return settings;
}

/** `sleep  0 (sleep prevented by sharingd, powerd)`. */
export function preventedBy(text: string): string[] {
  const [, names = ''] = /^[ \t]+sleep[ \t]+\S+[ \t]+\(sleep prevented by ([^)]*)\)/m.exec(text) ?? [];
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** `ioreg -r -k AppleClamshellState -d 1`. Undefined where there is no lid. */
export function readLid(text: string): { state: 'open' | 'closed'; sleeps: boolean | undefined } | undefined {
  const [, closed] = /"AppleClamshellState"\s*=\s*(Yes|No)/.exec(text) ?? [];
  if (closed === undefined) return undefined;
  const [, causes] = /"AppleClamshellCausesSleep"\s*=\s*(Yes|No)/.exec(text) ?? [];
  return {
    state: closed === 'Yes' ? 'closed' : 'open',
    sleeps: causes === undefined ? undefined : causes === 'Yes',
  };
}
