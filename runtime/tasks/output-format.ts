/**
 * The file a step writes its outputs to, named in LUKA_OUTPUT: `name=value` on a line, or, for a value of several
 * lines, `name<<WORD`, the lines, and `WORD` alone on a line. Blank lines are skipped; a later value of the same
 * name wins. Imports nothing, because the module host starts with it.
 */

export const MAX_OUTPUT_BYTES = 1_048_576;
const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

export function isOutputName(name: string): boolean {
  return NAME.test(name) && name !== '__proto__';
}

export type OutputReading =
  | { readonly ok: true; readonly outputs: Record<string, string> }
  | { readonly ok: false; readonly line: number; readonly fault: string };

export function readOutputs(text: string): OutputReading {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const at = index + 1;
    if (line.trim() === '') continue;
    const match = /^([^=<]*)(=|<<)(.*)$/s.exec(line);
    const name = match?.[1] ?? '';
    if (!match) return { ok: false, line: at, fault: `"${cut(line)}" is neither name=value nor name<<WORD` };
    if (!isOutputName(name)) {
      return {
        ok: false,
        line: at,
        fault: `"${cut(name)}" is no output name (letters, digits, "_" and "-")`,
      };
    }
    if (match[2] === '=') {
      outputs[name] = match[3] ?? '';
      continue;
    }
    const word = match[3] ?? '';
    if (word.trim() === '') return { ok: false, line: at, fault: `"${name}<<" names no closing word` };
    const end = lines.indexOf(word, index + 1);
    if (end < 0)
      return { ok: false, line: at, fault: `"${name}<<${cut(word)}" is never closed by "${cut(word)}"` };
    outputs[name] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return { ok: true, outputs };
}

/** One output as text for the file; reads back as exactly this name and value (line ends as `\n`). */
export function formatOutput(name: string, value: string): string {
  if (!value.includes('\n') && !value.includes('\r')) return `${name}=${value}\n`;
  const lines = new Set(value.split(/\r?\n/));
  let word = 'EOF';
  for (let count = 1; lines.has(word); count += 1) word = `EOF${count}`;
  return `${name}<<${word}\n${value}\n${word}\n`;
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
