/** Ending programs. All of them at once is a catastrophe. */
import { eachCommand, textsOf } from './rule.ts';

const BROAD = /^(?:-u|-U|--uid|--euid|-g|-G|-t|-P|\.\*?|\*|-v|--inverse|-A)$/;
const VITAL =
  /^(?:finder|dock|windowserver|loginwindow|launchd|systemd|init|kernel_task|gnome-shell|xorg|sshd|electron|luka.*|coreaudiod|securityd|tccd)$/i;

export const killProcesses = eachCommand(function* (command) {
  const texts = textsOf(command);
  if (command.name === 'kill' || command.name === 'gkill') {
    if (texts.some((text) => text === '-l' || text === '-0' || text === '-L') || texts.length === 0) return;
    yield { rule: 'kill_processes', points: 10, text: 'ends a process' };
  } else if (
    command.name === 'killall' ||
    command.name === 'pkill' ||
    command.name === 'xkill' ||
    command.name === 'skill'
  ) {
    if (texts.some((text) => text === '-l' || text === '-0' || text === '-s0')) return;
    const broad = texts.some((text) => BROAD.test(text) || VITAL.test(text));
    yield {
      rule: 'kill_processes',
      points: broad ? 50 : 20,
      text: broad
        ? `ends many processes at once (${command.name})`
        : `ends processes by their name (${command.name})`,
    };
  }
});
