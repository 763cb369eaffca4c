/** Tools that make a disk empty: formatting, partitioning, wiping (their manual pages on macOS and Linux). */
const ALWAYS =
  /^(?:mkfs(?:\..+)?|newfs(?:_.+)?|mke2fs|mkswap|mkdosfs|mkntfs|blkdiscard|badblocks|cfdisk|pdisk|scrub|nwipe|dban|format\.com)$/;
const UNLESS_LISTING = new Set(['fdisk', 'sfdisk', 'gdisk', 'sgdisk', 'parted', 'gpt', 'wipefs', 'gparted']);
const LISTS = /^(?:-l|--list|-p|--print|print|show|--help|-h|--version|-V|--verify|--dump|--info)$/;
const CHANGES =
  /^(?:mk\w+|rm|resizepart|rescue|set|toggle|name|create|destroy|add|delete|recover|boot|migrate|-[ZzodntcgGbRmruU].*|--(?:zap|clear|new|delete|typecode|change-name|mbrtogpt|gpttombr|load-backup|wipe|append|activate|part-\w+|relocate|move-\w+|transpose|hybrid).*)$/;
const DISKUTIL =
  /^(?:erase\w*|partition\w*|reformat|zerodisk|randomdisk|secureerase|resizevolume|mergepartitions|splitpartition|deletevolume|deletecontainer|destroy)$/i;
/** Programs with a verb that does it. */
const VERBS: Readonly<Record<string, RegExp>> = {
  hdparm: /^--(?:security-erase\w*|trim-sector-ranges\w*|write-sector|make-bad-sector)/,
  nvme: /^(?:format|sanitize)$/,
  cryptsetup: /^(?:luksformat|erase|lukserase|reencrypt)$/i,
  zpool: /^(?:destroy|create|labelclear)$/,
  zfs: /^destroy$/,
  lvremove: /^(?!-).+/,
  vgremove: /^(?!-).+/,
  pvremove: /^(?!-).+/,
  pvcreate: /^(?!-).+/,
  mdadm: /^--(?:zero-superblock|create)$/,
  asr: /^-?-erase$/,
  sg_format: /^(?:--format|-F)$/,
  format: /^[a-z]:$/i,
  fsck_hfs: /^-[a-z]*r/,
  bless: /^--setboot$/,
};

export function formats(name: string, texts: readonly string[]): boolean {
  if (ALWAYS.test(name))
    return !texts.every((text) => /^(?:--help|-h|--version|-V)$/.test(text)) || texts.length === 0;
  if (UNLESS_LISTING.has(name)) {
    if (name === 'wipefs')
      return (
        texts.some((text) => /^(?:-\w*[ao]|--all|--offset)/.test(text)) &&
        !texts.some((text) => text === '-n' || text === '--no-act')
      );
    return (
      texts.length > 0 &&
      !(texts.some((text) => LISTS.test(text)) && !texts.some((text) => CHANGES.test(text)))
    );
  }
  if (name === 'diskutil') {
    const verbs = texts.filter((text) => !text.startsWith('-'));
    return (
      DISKUTIL.test(verbs[0] ?? '') ||
      (/^(?:apfs|cs|corestorage|ar|appleraid)$/i.test(verbs[0] ?? '') &&
        /^(?:delete\w*|erase\w*|create\w*|destroy)$/i.test(verbs[1] ?? ''))
    );
  }
  return Object.hasOwn(VERBS, name) && texts.some((text) => VERBS[name]!.test(text));
}
