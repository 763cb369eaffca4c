/** A program that answers as pmset(1) does, from files, and keeps planned wakes; changes take root. Never ships. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface PmsetTexts {
  readonly general?: string | undefined;
  readonly custom?: string | undefined;
  readonly assertions?: string | undefined;
  readonly log?: string | undefined;
  readonly batt?: string | undefined;
}

export interface PmsetStandIn {
  readonly pmset: string;
  /** Stands for sudo(8): runs what it is given, as root to this pmset. */
  readonly sudo: string;
  readonly ioreg: string;
  /** Planned wakes, a line each, as pmset was told of them. */
  planned(): Promise<string[]>;
}

/** @param forgets it says yes and plans nothing */
export async function installPmset(
  folder: string,
  texts: PmsetTexts,
  { ioreg = '', forgets = false }: { ioreg?: string; forgets?: boolean } = {},
): Promise<PmsetStandIn> {
  const at = (name: string): string => join(folder, name);
  const program = async (name: string, text: string): Promise<string> => {
    await writeFile(at(name), `#!/bin/bash\n${text}\n`);
    await chmod(at(name), 0o700);
    return at(name);
  };
  for (const [name, text] of Object.entries(texts)) await writeFile(at(`${name}.txt`), text);
  await writeFile(at('ioreg.txt'), ioreg);
  await writeFile(at('planned'), '');
  const pmset = await program(
    'pmset',
    `cd '${folder}'
say() { if [ -e "$1.txt" ]; then cat "$1.txt"; else echo "pmset: $1 cannot be had" >&2; exit 1; fi; }
as_root() { if [ "$STAND_IN_ROOT" != 1 ]; then echo "'pmset' must be run as root..." >&2; exit 77; fi; }
case "$1 $2" in
  '-g ') say general ;;
  '-g custom' | '-g assertions' | '-g log' | '-g batt') say "$2" ;;
  '-g sched')
    if [ -s planned ]; then
      echo 'Scheduled power events:'
      n=0
      while IFS='|' read -r type date owner; do
        echo " [$n]  $type at \${date:0:6}20\${date:6} by '$owner'"
        n=$((n + 1))
      done < planned
    fi ;;
  'schedule cancel') as_root; grep -vxF "$3|$4|$5" planned > left; mv left planned ;;
  schedule*) as_root; ${forgets ? 'true' : 'echo "$2|$3|$4" >> planned'} ;;
  *) echo 'Usage: pmset <options>' >&2; exit 64 ;;
esac`,
  );
  return {
    pmset,
    sudo: await program('sudo', 'export STAND_IN_ROOT=1\nexec "$@"'),
    ioreg: await program('ioreg', `cat '${at('ioreg.txt')}'`),
    planned: async () => (await readFile(at('planned'), 'utf8')).split('\n').filter(Boolean),
  };
}
