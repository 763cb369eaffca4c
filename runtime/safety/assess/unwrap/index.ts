import type { Word } from '../word.ts';
import type { Call, Inner, Unwrap } from './inner.ts';
import { interpreter, interpreterOf } from './interpreters.ts';
import { isPrefix, prefix } from './prefixes.ts';
import { build } from './projects.ts';
import {
  alias,
  enable,
  evaluate,
  hash,
  mapfile,
  OTHER_SHELLS,
  shell,
  SHELLS,
  source,
  trap,
} from './shells.ts';
import { fd, find, parallel, xargs } from './spreaders.ts';
import { at, awk, crontab, editor, git, programOption, rsync, sed, takesProgram, tar } from './tools.ts';
import { container, env, flock, netcat, remote, script, ssh, su, watch } from './users.ts';

const UNWRAPS: Readonly<Record<string, Unwrap>> = {
  env,
  genv: env,
  su,
  runuser: su,
  ssh,
  autossh: ssh,
  mosh: ssh,
  watch,
  script,
  flock,
  docker: container,
  podman: container,
  nerdctl: container,
  nc: netcat,
  ncat: netcat,
  netcat,
  socat: netcat,
  kubectl: remote,
  adb: remote,
  multipass: remote,
  lima: remote,
  limactl: remote,
  vagrant: remote,
  devcontainer: remote,
  tsh: ssh,
  xargs,
  gxargs: xargs,
  find,
  gfind: find,
  fd,
  fdfind: fd,
  parallel,
  '.': source,
  source,
  eval: evaluate,
  trap,
  alias,
  mapfile,
  readarray: mapfile,
  hash,
  enable,
  git,
  tar,
  gtar: tar,
  bsdtar: tar,
  rsync,
  sed,
  gsed: sed,
  awk,
  gawk: awk,
  mawk: awk,
  nawk: awk,
  vi: editor,
  vim: editor,
  nvim: editor,
  view: editor,
  ex: editor,
  ed: editor,
  emacs: editor,
  gvim: editor,
  mvim: editor,
  at,
  batch: at,
  crontab,
  npm: build,
  pnpm: build,
  yarn: build,
  npx: build,
  pnpx: build,
  bunx: build,
  make: build,
  gmake: build,
};

/** Everything that a command runs. */
export function unwrap(name: string, args: readonly Word[], call: Call): readonly Inner[] {
  if (SHELLS.has(name)) return shell(args, call);
  if (OTHER_SHELLS.has(name))
    return [
      {
        kind: 'note',
        rule: 'unparsed',
        points: 50,
        text: `${name} speaks a language that is not understood here`,
        effect: 'ask',
      },
    ];
  if (Object.hasOwn(UNWRAPS, name)) return UNWRAPS[name]!(args, call);
  if (isPrefix(name)) return prefix(args, call);
  if (interpreterOf(name)) return interpreter(args, call);
  if (takesProgram(name)) return programOption(args, call);
  return [];
}

/** Whether it is known what the program does with its words, so that none of them need be taken for a command. */
export const isUnwrapped = (name: string): boolean =>
  SHELLS.has(name) || Object.hasOwn(UNWRAPS, name) || isPrefix(name) || interpreterOf(name) !== undefined;
