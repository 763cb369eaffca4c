/** Programs that go on by themselves and end at once, as their manuals say, by how they are called. */
import { basename } from 'node:path';
import type { JobCommand } from './commands.ts';

type Sign = (args: readonly string[], line: string) => string | undefined;

const withArgument =
  (pattern: RegExp): Sign =>
  (args) =>
    args.find((arg) => pattern.test(arg));
const without =
  (pattern: RegExp, words: string): Sign =>
  (_, line) =>
    pattern.test(line) ? undefined : words;
const subcommand =
  (pattern: RegExp): Sign =>
  (_, line) =>
    pattern.exec(line)?.[0];

const SIGNS: Readonly<Record<string, Sign>> = {
  nginx: without(/daemon\s+off|(?:^|\s)-(?:[tTvVhs]|-help)/, 'no "daemon off;"'),
  httpd: without(/FOREGROUND|(?:^|\s)-(?:X|[tvVhlLSM]|-help)/, 'no -DFOREGROUND'),
  apachectl: subcommand(/^(?:start|restart|graceful)\b/),
  'redis-server': subcommand(/--daemonize\s+yes/),
  mongod: withArgument(/^--fork$/),
  memcached: withArgument(/^-d$/),
  supervisord: without(/(?:^|\s)(?:-n|--nodaemon|-v|--version|-h|--help)(?:\s|$)/, 'no --nodaemon'),
  brew: subcommand(/^services (?:start|restart|run)\b/),
  pm2: (args, line) =>
    line.includes('--no-daemon') ? undefined : /^(?:start|resurrect)\b/.exec(args[0] ?? '')?.[0],
  pg_ctl: withArgument(/^start$/),
  docker: subcommand(/^(?:run|compose up)\b.*\s(?:-d|--detach)(?:\s|$)/),
  'docker-compose': subcommand(/^up\b.*\s(?:-d|--detach)(?:\s|$)/),
  screen: withArgument(/^-(?:d?m[dD]|[dD]m)/),
  tmux: subcommand(/^new(?:-session)?\b.*\s-d(?:\s|$)/),
  caddy: subcommand(/^start\b/),
};

/** What shows that it ends while what it started goes on; undefined where nothing does. */
export function daemonSign({ name, args }: JobCommand): string | undefined {
  const program = basename(name);
  const sign = Object.hasOwn(SIGNS, program) ? SIGNS[program] : undefined;
  const seen = sign?.(args, args.join(' '));
  if (seen !== undefined) return `${program}: ${seen}`;
  // An option of many programs, and of nothing else.
  const option = args.find((arg) => /^--daemon(?:ize)?$/.test(arg));
  return option === undefined || args.includes('no') ? undefined : `${program}: ${option}`;
}
