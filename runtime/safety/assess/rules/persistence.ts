/** Leaving something behind that will run again by itself. */
import { fold } from '../shell/glob-match.ts';
import { pathText, readPath, shownPath } from '../paths/path.ts';
import { eachCommand, textsOf, type Remark } from './rule.ts';

const FILES: readonly (readonly [RegExp, number])[] = [
  [/\/\.ssh\/(?:authorized_keys2?|rc|config|environment)$/, 80],
  [/\/library\/(?:launchagents|launchdaemons|startupitems|loginitems|scripts)(?:\/|$)/, 70],
  [
    /^\/etc\/(?:cron[^/]*|periodic|profile|profile\.d|bashrc|bash\.bashrc|zshrc|zprofile|zshenv|rc\.[^/]*|init\.d|systemd|launchd\.conf|sudoers|sudoers\.d|ld\.so\.preload|pam\.d|environment|hosts|paths|paths\.d)(?:\/|$)/,
    80,
  ],
  [/^\/(?:var\/spool|var\/at|usr\/lib)\/(?:cron|tabs|at)/, 80],
  [
    /\/\.(?:bash_profile|bash_login|bashrc|profile|zshrc|zshenv|zprofile|zlogin|zlogout|bash_logout|kshrc|cshrc|tcshrc|login|xinitrc|xsession|xprofile|inputrc|vimrc|exrc|emacs|gitconfig|npmrc|pythonrc|condarc|curlrc|wgetrc|netrc)$/,
    60,
  ],
  [/\/\.config\/(?:fish|systemd|autostart|git|nvim|environment\.d)(?:\/|$)/, 60],
  [/\/\.local\/(?:share\/systemd|bin)(?:\/|$)/, 35],
  [/\/\.git\/(?:hooks(?:\/|$)|config$)/, 60],
  [/\/\.(?:husky|githooks)\/(?!_)[^/]+$/, 30],
];

export const persistence = eachCommand(function* (command) {
  for (const effect of command.effects) {
    if (effect.kind !== 'write' && effect.kind !== 'append') continue;
    const path = readPath(effect.path, { cwd: command.cwd });
    const text = fold(pathText(path) ?? `/${effect.path.text}`);
    const points = FILES.find(([pattern]) => pattern.test(text))?.[1];
    if (points !== undefined)
      yield {
        rule: 'persistence',
        points,
        text: `writes to ${shownPath(effect.path, command.cwd)}, which is read or run by itself later`,
        ...(points >= 60 ? { effect: 'ask' as const } : {}),
      };
  }
  yield* scheduled(command.name, textsOf(command), command.words.length);
});

function* scheduled(name: string, texts: readonly string[], length: number): Iterable<Remark> {
  const says = (text: string, points = 65): Remark => ({ rule: 'persistence', points, effect: 'ask', text });
  const verb = texts.find((text) => !text.startsWith('-'));
  if (name === 'crontab' && !texts.includes('-l'))
    yield says(texts.includes('-r') ? 'removes all cron jobs' : 'changes the cron jobs');
  if ((name === 'at' || name === 'batch') && length > 0 && !texts.some((text) => /^-[lcV]$/.test(text)))
    yield says('plans commands for later', 55);
  if (
    name === 'launchctl' &&
    /^(?:load|bootstrap|submit|enable|setenv|kickstart|asuser|bsexec|config|unload|bootout|disable|remove|stop)$/.test(
      verb ?? '',
    )
  ) {
    const isStart = /^(?:kickstart|stop)$/.test(verb!);
    yield says(`changes what launchd runs (${verb})`, isStart ? 35 : 60);
  }
  if (
    name === 'systemctl' &&
    /^(?:enable|link|edit|set-default|set-environment|disable|mask)$/.test(verb ?? '')
  )
    yield says(`changes what systemd runs (${verb})`, 60);
  if (name === 'luka' && /^(?:deploy|rollback)$/.test(verb ?? '') && !texts.includes('--dry-run'))
    yield says(`changes which release runs (luka ${verb})`, 60);
  if (name === 'luka' && verb === 'power' && /^(?:restore|rollback)$/.test(texts.at(2) ?? ''))
    yield says('changes how this machine sleeps and what runs as root', 60);
  if (name === 'systemd-run' && texts.some((text) => text.startsWith('--on-')))
    yield says('plans commands for later');
  if (
    name === 'defaults' &&
    verb === 'write' &&
    texts.some((text) => /loginwindow|LoginHook|LogoutHook|LoginItems/i.test(text))
  )
    yield says('changes what runs at login');
  if (name === 'osascript' && texts.some((text) => /login item/i.test(text)))
    yield says('changes what runs at login');
  if (name === 'update-rc.d' || name === 'chkconfig' || name === 'sfltool')
    yield says('changes what runs at start');
  if (name === 'ssh-copy-id') yield says('lets this machine into another', 45);
  if (
    name === 'visudo' ||
    name === 'useradd' ||
    name === 'adduser' ||
    name === 'usermod' ||
    name === 'passwd' ||
    name === 'dscl' ||
    name === 'sysadminctl' ||
    name === 'chpasswd' ||
    name === 'dseditgroup'
  )
    if (!(name === 'dscl' && texts.some((text) => /^-?(?:read|list|search)/.test(text))))
      yield says('changes who may use this machine', 75);
}
