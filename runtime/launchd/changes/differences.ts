/** How the machine differs from one side of a plan, in words that say exactly what is where. */
import {
  bytesOf,
  imageAt,
  sameBytes,
  sameImage,
  type ChangePlan,
  type PlannedFile,
  type Side,
} from './change-plan.ts';
import { jobFactsOf } from './job-facts.ts';
import { isLeaving, isLoadedFrom } from './launchd-view.ts';
import type { Mover } from './mover.ts';
import { readImage } from './plist-files.ts';

/** @returns nothing where all is as on that side. Never throws: what cannot be told is said to be so. */
export async function differencesTo(plan: ChangePlan, side: Side, mover: Mover): Promise<string[]> {
  const found: string[] = [];
  const note = async (what: string, look: () => Promise<string | undefined>) => {
    try {
      const difference = await look();
      if (difference !== undefined) found.push(difference);
    } catch (error) {
      found.push(`${what} cannot be told: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const file of plan.files)
    await note(`what is in ${file.path}`, async () => differenceOfFile(file, side));
  for (const job of plan.jobs) {
    const { loaded, disabled } = job[side];
    await note(`whether ${job.label} is loaded`, async () => {
      const print = await mover.view.service(job.domain, job.label);
      const isLoaded = print !== undefined && !isLeaving(print) && (await isLoadedFrom(print, job.path));
      if (isLoaded !== loaded)
        return `launchd has ${job.label} ${isLoaded ? '' : 'not '}loaded in ${job.domain}`;
      const facts = jobFactsOf(bytesOf(imageAt(plan, job.path, side)));
      if (side === 'before' && job.before.running && facts?.startsAtLoad && print && print.pid === undefined)
        return `${job.label} is loaded and does not run`;
      return undefined;
    });
    await note(`whether ${job.label} is disabled`, async () => {
      const isDisabled = await mover.isDisabled(job, plan, side);
      return isDisabled === disabled ? undefined : `${job.label} is ${isDisabled ? 'disabled' : 'enabled'}`;
    });
  }
  return found;
}

async function differenceOfFile(file: PlannedFile, side: Side): Promise<string | undefined> {
  const current = await readImage(file.path);
  if (sameImage(current, file[side])) return undefined;
  const other = side === 'before' ? file.after : file.before;
  if (current === null) return `${file.path} is not there`;
  if (sameBytes(current, file[side])) return `${file.path} has another owner or mode than before`;
  if (sameBytes(current, other)) return `${file.path} has the ${side === 'before' ? 'new' : 'old'} text`;
  return `${file.path} has a text that is neither the old nor the new one`;
}
