/** Stands for pmset(1) in tests: `-g custom` and `-c name value …`, with state in a file. Never ships. */
import { readFileSync, writeFileSync } from 'node:fs';

interface State {
  /** By section, as `-g custom` prints them. */
  sections: Record<string, Record<string, string>>;
  calls: string[][];
}

const file = process.env['STAND_IN_STATE']!;
const args = process.argv.slice(2);
const state = JSON.parse(readFileSync(file, 'utf8')) as State;
state.calls.push(args);

if (args.join(' ') === '-g custom') {
  for (const [section, values] of Object.entries(state.sections)) {
    process.stdout.write(`${section}:\n`);
    for (const [name, value] of Object.entries(values))
      process.stdout.write(` ${name.padEnd(20)} ${value}\n`);
  }
} else if (args[0] === '-c' && args.length % 2 === 1) {
  if (process.env['STAND_IN_ROOT'] !== '1') {
    process.stderr.write("'pmset' must be run as root...\n");
    process.exitCode = 1;
  } else set();
} else {
  process.stderr.write('Usage: pmset <options>\n');
  process.exitCode = 64;
}
writeFileSync(file, JSON.stringify(state));

function set(): void {
  const ac = (state.sections['AC Power'] ??= {});
  for (let at = 1; at < args.length; at += 2) {
    const [name, value] = args.slice(at, at + 2) as [string, string];
    if (!(name in ac) || !/^\d+$/.test(value)) {
      process.stderr.write(`Usage: pmset: ${name}\n`);
      process.exitCode = 64;
      return;
    }
    ac[name] = value;
  }
}
