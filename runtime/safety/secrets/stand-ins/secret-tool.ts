/** Stands for secret-tool(1) of libsecret in tests: store, lookup and clear, and what it says without a bus. Never ships. */
import { readFileSync } from 'node:fs';
import { readState, writeState } from './state.ts';

/** What read_password_stdin() of secret-tool.c has room for. */
const LONGEST = 8_192;

const state = readState();
const [command, ...args] = process.argv.slice(2);
state.calls.push([command ?? '', ...args]);
writeState(state);

function run(): number {
  if (state.mode === 'gone') {
    process.stderr.write('secret-tool: Cannot autolaunch D-Bus without X11 $DISPLAY\n');
    return 1;
  }
  const { items } = state;
  const key = args.filter((word) => !word.startsWith('--label=')).join(' ');
  switch (command) {
    case 'store': {
      const text = readFileSync(0, 'utf8');
      if (text.length > LONGEST) return 1;
      items[key] = text;
      writeState(state);
      return 0;
    }
    case 'lookup':
      if (items[key] === undefined) return 1;
      process.stdout.write(items[key]);
      return 0;
    case 'clear':
      delete items[key];
      writeState(state);
      return 0;
    case undefined:
    default:
      process.stderr.write('usage: secret-tool store|lookup|clear\n');
      return 2;
  }
}

process.exitCode = run();
