/** Reads `pmset -g custom` (pmset(1)): the settings of each source of power, of which a desktop has one. */

/** From a setting's name to its value as it is printed: a number, or the path of a file. */
export type PowerValues = ReadonlyMap<string, string>;

export interface PowerSettings {
  /** On the charger: what `pmset -c` sets. */
  readonly ac: PowerValues | undefined;
  readonly battery: PowerValues | undefined;
}

/**
 * Names may have spaces (`Sleep On Power Button 1`); what stands in brackets behind a value says who holds it up just now.
 * Sections that are not known (`UPS Power:`) are passed over.
 */
export function readPmset(text: string): PowerSettings {
  const sections = new Map<string, Map<string, string>>();
  let values: Map<string, string> | undefined;
  for (const line of text.split('\n')) {
    const heading = /^(\S.*):\s*$/.exec(line)?.[1];
    if (heading !== undefined) {
      values = new Map();
      sections.set(heading, values);
      continue;
    }
    const [, name, value] = /^\s+(\S.*?)\s+(\S+)(?:\s+\(.*\))?\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values?.set(name, value);
  }
  return { ac: sections.get('AC Power'), battery: sections.get('Battery Power') };
}
