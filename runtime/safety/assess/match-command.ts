/** The command patterns of a policy against what really runs. */
import type { WorkWord } from '../work.ts';

/** Options of programs with subcommands that take their value as the next word. */
const VALUED: Readonly<Record<string, readonly string[]>> = {
  git: [
    '-C',
    '-c',
    '--git-dir',
    '--work-tree',
    '--namespace',
    '--exec-path',
    '--super-prefix',
    '--config-env',
  ],
  docker: ['-H', '--host', '-c', '--context', '--config', '-l', '--log-level'],
  podman: ['--connection', '-c', '--url', '--log-level'],
  kubectl: ['-n', '--namespace', '--context', '--kubeconfig', '-s', '--server', '--cluster', '--user'],
  npm: ['--prefix', '-C', '-w', '--workspace', '--registry'],
  pnpm: ['--dir', '-C', '--filter', '-F'],
  yarn: ['--cwd'],
  cargo: ['--config', '-C', '-Z', '--color'],
  aws: ['--profile', '--region', '--output', '--endpoint-url'],
  systemctl: ['-H', '--host', '-M', '--machine', '-t', '--type'],
  make: ['-C', '-f', '-I', '--directory', '--file'],
};

/**
 * Whether a command is one that the pattern names: `git push` is `git push -f origin` and `/usr/bin/git -C x push`,
 * `rm` is any rm, `rm -rf` is also `rm -fr` and `rm -r -f`. A `*` inside of a word stands for any text.
 * @param unknown whether a word that only the run will know may be the one that the pattern names
 */
export function matchesCommand(pattern: string, argv: readonly WorkWord[], unknown = false): boolean {
  const [program, ...wanted] = pattern.split(/\s+/).filter((word) => word !== '');
  const [name, ...args] = argv;
  if (program === undefined || !name) return false;
  if (!name.known) return unknown;
  if (!matchesProgram(program, name.text)) return false;
  const options = wanted.filter((word) => word.startsWith('-'));
  const words = wanted.filter((word) => !word.startsWith('-'));
  return (
    options.every((option) => hasOption(option, args, unknown)) &&
    matchesWords(words, args, base(name.text), unknown)
  );
}

const base = (text: string): string => (text.split('/').at(-1) ?? '').toLowerCase();

/** A pattern with a folder means that one program only. */
function matchesProgram(pattern: string, name: string): boolean {
  return pattern.includes('/') ? matchesText(pattern, name) : matchesText(pattern.toLowerCase(), base(name));
}

/** The words in their order, right after the program; only its options may stand in between. */
function matchesWords(
  wanted: readonly string[],
  args: readonly WorkWord[],
  program: string,
  unknown: boolean,
): boolean {
  const valued = VALUED[program] ?? [];
  let next = 0;
  for (let at = 0; at < args.length && next < wanted.length; at += 1) {
    const { text, known } = args[at]!;
    if (!known && unknown) return true;
    if (text.startsWith('-') && known) {
      if (valued.includes(text)) at += 1;
      continue;
    }
    if (!known || !matchesText(wanted[next]!, text)) return false;
    next += 1;
  }
  return next === wanted.length;
}

function hasOption(option: string, args: readonly WorkWord[], unknown: boolean): boolean {
  if (
    args.some(({ text, known }) =>
      known ? matchesText(option, text) || text.startsWith(`${option}=`) : unknown,
    )
  )
    return true;
  if (!/^-[a-zA-Z]{1,10}$/.test(option)) return false;
  const bundles = args.filter(({ text, known }) => known && /^-[a-zA-Z]+$/.test(text));
  return Array.from(option.slice(1)).every((letter) => bundles.some(({ text }) => text.includes(letter)));
}

/** `*` stands for any text; everything else for itself. In time of the product of both lengths at most. */
function matchesText(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  const parts = pattern.split('*');
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > text.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
