/** Shutting down, starting anew, and killing every process there is. */
const POWER = new Set([
  'shutdown',
  'reboot',
  'halt',
  'poweroff',
  'fastboot',
  'fasthalt',
  'telinit',
  'killall5',
  'pm-suspend',
]);
const SYSTEMCTL =
  /^(?:reboot|poweroff|halt|kexec|soft-reboot|rescue|emergency|isolate|default|exit|suspend|hibernate|hybrid-sleep)$/;
const INFORMS = /^(?:--help|-\?|--version|--show|-c|-k|-h|--no-wall)$/;

export function endsMachine(name: string, texts: readonly string[]): boolean {
  if (name === 'kill' || name === 'gkill') return killsAll(texts);
  if (name === 'shutdown')
    return !texts.some((text) => text === '-c' || text === '--help' || text === '--show') && texts.length > 0;
  if (POWER.has(name))
    return !(texts.length > 0 && texts.every((text) => INFORMS.test(text) && text !== '-h' && text !== '-k'));
  if (name === 'systemctl' || name === 'loginctl') {
    const verb = texts.find((text) => !text.startsWith('-'));
    return (
      SYSTEMCTL.test(verb ?? '') ||
      (verb === 'start' &&
        texts.some((text) => /^(?:reboot|poweroff|halt|shutdown|kexec)\.target$/.test(text)))
    );
  }
  if (name === 'init') return texts.some((text) => /^[0156sS]$/.test(text));
  if (name === 'launchctl') return texts[0] === 'reboot' || texts[0] === 'reboot-userspace';
  if (name === 'sysctl') return texts.some((text) => /^(?:kern\.panic|kernel\.sysrq)=/.test(text));
  if (name === 'dbus-send' || name === 'gdbus' || name === 'busctl' || name === 'qdbus')
    return texts.some((text) => /\.(?:PowerOff|Reboot|Halt|Suspend|Hibernate)$/.test(text));
  return false;
}

/** `kill -9 -1`: the process group -1 is every process that one may signal (kill(2)). */
function killsAll(texts: readonly string[]): boolean {
  const rest = [...texts];
  if (/^-(?:s|n|-signal)$/.test(rest[0] ?? '')) rest.splice(0, 2);
  else if (/^-(?:\d+|[A-Za-z]+\d*|-signal=.*)$/.test(rest[0] ?? '') && rest.length > 1) rest.shift();
  return rest.some((text) => text === '-1');
}
