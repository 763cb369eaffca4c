/** Kills a process in the middle of 200 syncs (`--kills <n>`): each time the index opens, is sound, and the next sync completes. */
import { parseArgs } from 'node:util';
import { killSyncs } from '#runtime/knowledge/sync/kills.ts';
import { report } from './measure.ts';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
const kills = Number(values.kills);
const { kills: survived, moments, commits, halves } = await killSyncs(kills);
const within = moments.writing + moments.committing;
const anywhere = kills - moments.walking - moments.exporting;
report('knowledge: kill -9 while it syncs', [
  {
    what: 'index opens, is sound, has each document old, new or marked as one to be read again, exports are whole, and it is as the folder after the next sync',
    measured: `${survived} of ${kills}`,
    bound: 'all',
    ok: survived === kills,
  },
  {
    what: `kills within a transaction, besides ${moments.walking} while files were looked for and ${moments.exporting} while exports were written (${moments.writing} while it was written, ${moments.committing} in the commit itself, ${moments.between} from one to the next, ${moments.outside} after all, ${commits} transactions committed)`,
    measured: `${within} of ${anywhere}`,
    bound: 'half',
    ok: within >= anywhere / 2,
  },
  {
    what: 'kills that left a large file half written, and its document marked',
    measured: `${halves}`,
    bound: 'some',
    ok: halves > 0,
  },
]);
