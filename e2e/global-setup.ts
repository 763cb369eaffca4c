/** The specs drive what was built, as a person gets it: without dist/ there is nothing to test. */
import { DESKTOP_MAIN, LUKA_COMMAND, notBuilt, PAGE } from './drivers/places.ts';

export default function requireBuild(): void {
  const missing = unbuiltPart();
  if (missing !== undefined) throw new Error(missing);
}

/** @returns the first part of dist/ that is not there, in words */
export function unbuiltPart(): string | undefined {
  return notBuilt(LUKA_COMMAND, DESKTOP_MAIN, PAGE);
}
