/**
 * What is run later without anybody asking: whoever writes here gets out of the sandbox at the next login. Only to be read,
 * even in a granted home, unless a grant names the place itself. Relative to the person's home.
 */
export const PERSISTENT_PLACES: readonly string[] = [
  // Shells.
  '.profile',
  '.bashrc',
  '.bash_profile',
  '.bash_login',
  '.bash_logout',
  '.bash_aliases',
  '.zshenv',
  '.zshrc',
  '.zprofile',
  '.zlogin',
  '.zlogout',
  '.kshrc',
  '.mkshrc',
  '.cshrc',
  '.tcshrc',
  '.login',
  '.logout',
  '.inputrc',
  '.pam_environment',
  '.config/fish',
  // Sessions and their services.
  '.xinitrc',
  '.xprofile',
  '.xsession',
  '.xsessionrc',
  '.config/autostart',
  '.config/autostart-scripts',
  '.config/plasma-workspace',
  '.config/systemd',
  '.local/share/systemd',
  '.config/environment.d',
  'Library/LaunchAgents',
  'Library/LaunchDaemons',
  'Library/Application Support/com.apple.backgroundtaskmanagementagent',
  // Programs that a person starts all day, and that start what their settings name.
  '.gitconfig',
  '.config/git',
  '.vimrc',
  '.config/nvim',
  '.tmux.conf',
];

export const SYSTEM_PERSISTENT_PLACES: readonly string[] = [
  '/etc',
  '/var/spool/cron',
  '/var/spool/at',
  '/var/at',
  '/usr/lib/cron',
  '/Library/LaunchAgents',
  '/Library/LaunchDaemons',
  '/Library/StartupItems',
];
