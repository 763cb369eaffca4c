/**
 * Stands for security(1) of macOS in tests: generic passwords, `-i` with its way to read a line, `-w` with its
 * hexadecimal, and its exit codes. Never ships.
 */
import { readFileSync } from 'node:fs';
import { readState, writeState } from './state.ts';

/** MAX_LINE_LEN of security.c */
const LONGEST_LINE = 4_096;

const state = readState();
const words = process.argv.slice(2);
state.calls.push(words);
writeState(state);

function fail(code: number, text: string): number {
  process.stderr.write(`security: ${text}\n`);
  return code;
}

/** split_line() of security.c */
function splitLine(line: string): string[] {
  const all: string[] = [];
  let word: string | undefined;
  let quote = '';
  let escaped = false;
  for (const character of line) {
    if (word === undefined) {
      if (/\s/.test(character)) continue;
      word = '';
      quote = character === '"' || character === "'" ? character : '';
      if (quote !== '') continue;
    }
    if (escaped) {
      word += character;
      escaped = false;
    } else if (character === '\\') escaped = true;
    else if (quote === '' ? /\s/.test(character) : character === quote) {
      all.push(word);
      word = undefined;
    } else word += character;
  }
  return word === undefined ? all : [...all, word];
}

function options(args: readonly string[], alone: readonly string[]): Map<string, string> {
  const read = new Map<string, string>();
  for (let index = 0; index < args.length; index += 1) {
    const name = args[index]!;
    if (alone.includes(name)) read.set(name, '');
    else {
      index += 1;
      read.set(name, args[index] ?? '');
    }
  }
  return read;
}

function execute([command, ...args]: readonly string[]): number {
  const { items } = state;
  if (state.mode === 'locked') return fail(36, 'SecKeychainSearchCopyNext: User interaction is not allowed.');
  const given = options(args, command === 'add-generic-password' ? ['-U'] : ['-w', '-g']);
  const key = `${given.get('-s')}/${given.get('-a')}`;
  const missing = () =>
    fail(44, 'SecKeychainSearchCopyNext: The specified item could not be found in the keychain.');
  switch (command) {
    case 'add-generic-password':
      if (Object.hasOwn(items, key) && !given.has('-U'))
        return fail(45, 'The specified item already exists.');
      items[key] = given.get('-w') ?? '';
      writeState(state);
      return 0;
    case 'find-generic-password': {
      const text = items[key];
      if (text === undefined) return missing();
      const bytes = Buffer.from(text);
      const isPlain = /^[ -~]*$/.test(text);
      if (given.has('-w')) process.stdout.write(`${isPlain ? text : bytes.toString('hex')}\n`);
      if (given.has('-g'))
        process.stderr.write(
          isPlain ? `password: "${text}"\n` : `password: 0x${bytes.toString('hex').toUpperCase()}  "..."\n`,
        );
      return 0;
    }
    case 'delete-generic-password':
      if (!Object.hasOwn(items, key)) return missing();
      delete items[key];
      writeState(state);
      process.stdout.write('password has been deleted.\n');
      return 0;
    case undefined:
    default:
      return fail(1, `unknown command "${command}"`);
  }
}

function interact(): number {
  let code = 0;
  for (const line of readFileSync(0, 'utf8').split('\n')) {
    const args = splitLine(line);
    if (line.length >= LONGEST_LINE) return fail(1, 'the line is too long');
    if (args.length === 0) continue;
    code = execute(args);
    if (code !== 0) process.stderr.write(`${args[0]}: returned ${code}\n`);
  }
  return code;
}

if (state.mode === 'hangs') setInterval(() => undefined, 1_000);
else process.exitCode = words[0] === '-i' ? interact() : execute(words);
