/** Writes values as systemd reads them: systemd.syntax(7), systemd.service(5), systemd.unit(5) on specifiers. */

/** One word of a command line: quoted, and with nothing left for systemd to put in. */
export function unitWord(word: string): string {
  return `"${plain(word).replaceAll('$', '$$$$')}"`;
}

/** `Environment=` knows no variables, only specifiers. */
export function unitAssignment(name: string, value: string): string {
  return `"${plain(`${name}=${value}`)}"`;
}

/** A path that stands alone. */
export function unitPath(path: string): string {
  if (/[\n\0]/.test(path)) throw new RangeError('a unit cannot hold this path');
  return path.replaceAll('%', '%%');
}

function plain(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('%', '%%');
}
