/** Installing other people's programs, which may run code of their own while they are. */
import { readArguments } from '../arguments.ts';
import { eachCommand, textsOf, type Remark } from './rule.ts';

const INSTALLERS: Readonly<Record<string, RegExp>> = {
  npm: /^(?:i|install|add|in|ins|inst|isntall|ci|clean-install|update|up|upgrade|link|exec|x|init|create|publish|audit)$/,
  pnpm: /^(?:i|install|add|update|up|dlx|create)$/,
  yarn: /^(?:install|add|upgrade|dlx|create)$/,
  bun: /^(?:install|i|add|update|x|create)$/,
  pip: /^(?:install|download|wheel)$/,
  pip3: /^(?:install|download|wheel)$/,
  pipx: /^(?:install|run|inject|upgrade)$/,
  uv: /^(?:add|sync|tool|pip)$/,
  uvx: /./,
  poetry: /^(?:install|add|update)$/,
  conda: /^(?:install|create|update)$/,
  easy_install: /./,
  brew: /^(?:install|reinstall|upgrade|tap|bundle|link|services|uninstall|remove|update)$/,
  port: /^(?:install|upgrade)$/,
  mas: /^(?:install|upgrade)$/,
  apt: /^(?:install|upgrade|full-upgrade|remove|purge|autoremove|dist-upgrade)$/,
  'apt-get': /^(?:install|upgrade|dist-upgrade|remove|purge|autoremove|build-dep)$/,
  dpkg: /^(?:-i|--install|-r|-P|--purge|--remove)$/,
  dnf: /^(?:install|upgrade|remove|update)$/,
  yum: /^(?:install|update|remove)$/,
  pacman: /^-[SRU]/,
  apk: /^(?:add|del|upgrade)$/,
  zypper: /^(?:in|install|rm|up)$/,
  snap: /^(?:install|remove|refresh)$/,
  flatpak: /^(?:install|uninstall|update)$/,
  nix: /^(?:profile|run|shell|develop)$/,
  'nix-env': /^-i/,
  gem: /^(?:install|update)$/,
  bundle: /^(?:install|update)$/,
  cargo: /^(?:install)$/,
  go: /^(?:install|get)$/,
  composer: /^(?:install|require|update|global)$/,
  installer: /^-pkg$/,
  npx: /./,
  pnpx: /./,
  bunx: /./,
  code: /^--install-extension$/,
  xcode_select: /^--install$/,
  vagrant: /^plugin$/,
  helm: /^(?:install|upgrade)$/,
};
const FROM_LOCK = /^(?:ci|clean-install|audit|sync)$/;
/** Programs that projects have of their own, more often than not. */
const USUAL =
  /^(?:tsc|tsx|vitest|jest|eslint|prettier|oxlint|playwright|vite|rollup|webpack|mocha|ava|c8|nyc|knip|biome|turbo|nx|next|astro|esbuild|rimraf|husky|lint-staged|prisma|electron|electron-builder|concurrently|cross-env|standard|stylelint|markdownlint|tailwindcss|rolldown|swc|babel|typedoc|changeset)$/;

export const packages = eachCommand(function* (command): Iterable<Remark> {
  const { name } = command;
  const pattern = Object.hasOwn(INSTALLERS, name) ? INSTALLERS[name]! : undefined;
  if (!pattern) return;
  const { operands, flags } = readArguments(command.words.slice(1), {
    valued: 'Cpc',
    long: ['prefix', 'package', 'call'],
  });
  const verb = operands[0]?.text ?? textsOf(command)[0] ?? '';
  const isFlagged =
    name === 'dpkg' || name === 'pacman' || name === 'installer' || name === 'nix-env' || name === 'code';
  const hit = isFlagged ? textsOf(command).some((text) => pattern.test(text)) : pattern.test(verb);
  // `yarn` alone installs.
  if (!hit && !(name === 'yarn' && operands.length === 0 && flags.size === 0)) return;
  if (name === 'npx' || name === 'pnpx' || name === 'bunx' || name === 'uvx') {
    const usual = USUAL.test(verb) && !flags.has('y') && !flags.has('yes');
    yield {
      rule: 'packages',
      points: usual ? 5 : 22,
      text: usual ? `runs ${verb} of a package` : `downloads ${verb} and runs it`,
    };
  } else if (/^(?:remove|uninstall|purge|autoremove|del|rm)$/.test(verb))
    yield { rule: 'packages', points: 22, text: `removes programs (${name})` };
  else if (
    FROM_LOCK.test(verb) ||
    (operands.length < 2 &&
      (name === 'npm' || name === 'pnpm' || name === 'yarn' || name === 'bundle' || name === 'poetry'))
  )
    yield { rule: 'packages', points: 14, text: `installs the packages of a project (${name})` };
  else yield { rule: 'packages', points: 20, text: `installs programs or packages (${name} ${verb})` };
});
