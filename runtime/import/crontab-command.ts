/** The command of a crontab entry as cron gives it to the shell, and what it gives to the command's standard input. */
export interface CronCommand {
  readonly command: string;
  /** Everything after the first `%`, with a newline at its end; absent where there is nothing. */
  readonly input?: string;
}

/**
 * do_command.c of Vixie cron 3 (macOS, FreeBSD, Debian): `\%` is `%` and `\\` is `\`; the first other `%` ends the
 * command, and each later one is a newline of the input. cronie and NetBSD leave `\\` as it is.
 */
export function splitCommand(text: string): CronCommand {
  let command = '';
  let at = 0;
  for (; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '%') break;
    const next = text[at + 1];
    if (character === '\\' && (next === '%' || next === '\\')) {
      command += next;
      at += 1;
    } else if (character === '\\' && next !== undefined) {
      command += character + next;
      at += 1;
    } else command += character;
  }
  const input = readInput(text.slice(at + 1));
  return input === '' ? { command } : { command, input };
}

/** `\%` is `%`, `%` is a newline, everything else stays. */
function readInput(text: string): string {
  const read = text.replaceAll(/\\?%/g, (found) => (found === '%' ? '\n' : '%'));
  return read === '' || read.endsWith('\n') ? read : `${read}\n`;
}

/** A shell line that reads `input` as its standard input and then is `command`, unchanged. */
export function commandWithInput(command: string, input: string): string {
  const lines = input.split('\n');
  let end = 'INPUT';
  for (let n = 2; lines.includes(end); n += 1) end = `INPUT${n}`;
  return `exec <<'${end}'\n${input}${end}\n${command}`;
}
