/** Running as somebody else, or past the guards of the system. */
import { eachCommand, textsOf } from './rule.ts';

const RAISES = new Set([
  'sudo',
  'doas',
  'pkexec',
  'su',
  'runuser',
  'gosu',
  'su-exec',
  'setuidgid',
  'login',
  'newgrp',
  'sg',
  'machinectl',
]);
const GUARDS: Readonly<Record<string, RegExp>> = {
  csrutil: /^(?:disable|clear|enable|netboot)$/,
  spctl: /^--?(?:master-disable|global-disable|add|disable|reset-default)$/,
  nvram: /=/,
  tccutil: /^reset$/,
  fdesetup: /^(?:disable|removerecovery|add)$/,
  pfctl: /^-[dF]/,
  ufw: /^(?:disable|reset)$/,
  iptables: /^(?:-F|-X|--flush|-P)$/,
  nft: /^flush$/,
  setenforce: /^(?:0|permissive)$/i,
  kextload: /./,
  insmod: /./,
  modprobe: /^[^-]/,
  kmutil: /^(?:load|trigger-panic-medic)$/,
  rmmod: /./,
  mount: /^[^-]|^-o/,
  umount: /./,
  chroot: /./,
  unshare: /./,
  nsenter: /./,
  socketfilterfw: /off$/,
  xattr: /com\.apple\.quarantine/,
  security:
    /^(?:authorizationdb|add-trusted-cert|delete-keychain|delete-certificate|set-key-partition-list)$/,
  networksetup: /^-set/,
  scutil: /^--set$/,
  systemsetup: /^-set/,
  softwareupdate: /^-/,
  profiles: /^(?:install|remove|-I|-R)$/,
  tmutil: /^(?:delete|disable|deletelocalsnapshots|removedestination)/,
};

export const privilege = eachCommand(function* (command) {
  const { name } = command;
  const texts = textsOf(command);
  if (RAISES.has(name))
    yield { rule: 'privilege', points: 50, effect: 'ask', text: `runs as somebody else (${name})` };
  const guard = Object.hasOwn(GUARDS, name) ? GUARDS[name] : undefined;
  const hit = guard && texts.find((text) => guard.test(text));
  if (hit !== undefined && !(name === 'mount' && texts.length === 0))
    yield {
      rule: 'privilege',
      points: 55,
      effect: 'ask',
      text: `changes the guards of the system (${name} ${hit})`,
    };
});
