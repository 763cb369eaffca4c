/** Kills a process in the middle of 200 syncs (`--kills <n>`): each time the index opens, is sound, and the next sync completes. */
import { parseArgs } from 'node:util';
import { killSyncs } from '#runtime/knowledge/sync/kills.ts';
import { report } from './measure.ts';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
const kills = Number(values.kills);
const result = await killSyncs(kills);
report('knowledge: kill -9 while it syncs', [
  {
    what: `index opens, is sound, and is whole after the next sync (${result.before} before anything was written, ${result.after} after all was)`,
    measured: `${result.kills} of ${kills}`,
    bound: 'all',
    ok: result.kills === kills,
  },
]);
