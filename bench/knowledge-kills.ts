/** Kills a process in the middle of 200 syncs (`--kills <n>`): each time the index opens, is sound, and the next sync completes. */
import { parseArgs } from 'node:util';
import { killSyncs } from '#runtime/knowledge/sync/kills.ts';
import { report } from './measure.ts';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
const kills = Number(values.kills);
const { kills: survived, moments, commits } = await killSyncs(kills);
const within = moments.writing + moments.committing;
report('knowledge: kill -9 while it syncs', [
  {
    what: 'index opens, is sound, has each document old or new, and is as the folder after the next sync',
    measured: `${survived} of ${kills}`,
    bound: 'all',
    ok: survived === kills,
  },
  {
    what: `kills within a transaction (${moments.writing} while it was written, ${moments.committing} in the commit itself, ${moments.between} from one to the next, ${moments.outside} before or after all, ${commits} transactions committed)`,
    measured: `${within}`,
    bound: 'half',
    ok: within >= kills / 2,
  },
]);
