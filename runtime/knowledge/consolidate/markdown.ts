/** Pieces of a report. What comes from documents is quoted as text: nothing of it becomes markup, a link or a picture. */

/** One line, with every sign of Markdown as itself. https://spec.commonmark.org/0.31.2/#backslash-escapes */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#|~!&]/g, String.raw`\$&`);
}

/** A path, and a line of it, in a form that can be copied. */
export function place(path: string, line?: number): string {
  const whole = `${path.replace(/[\p{Cc}]+/gu, ' ')}${line === undefined ? '' : `:${line}`}`;
  const ticks = '`'.repeat(1 + Math.max(0, ...[...whole.matchAll(/`+/g)].map(([found]) => found.length)));
  return ticks.length === 1 ? `\`${whole}\`` : `${ticks} ${whole} ${ticks}`;
}

/** `2026-11-29`, on this machine's clock. */
export function dayOf(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** A report's text from its parts; empty ones are left out. */
export function report(title: string, intro: string, parts: readonly (string | undefined)[]): string {
  return `${[`# ${title}`, intro, ...parts.filter((part) => part !== undefined && part !== '')].join('\n\n')}\n`;
}

export function list(lines: readonly string[], most: number): string {
  const rest = lines.length - most;
  return [
    ...lines.slice(0, most).map((line) => `- ${line}`),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
  ].join('\n');
}
