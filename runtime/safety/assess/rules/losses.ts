/** Deletions short of a catastrophe: of much, of something that is not known, and of the ordinary kind. */
import { lossesOf, type Loss } from '../paths/judge-loss.ts';
import { eachCommand, type Rule } from './rule.ts';

const lossRule = (rule: Loss['rule']): Rule =>
  eachCommand((command, { work }) => lossesOf(command, work).filter((loss) => loss.rule === rule));

export const deleteUnknown = lossRule('delete_unknown');
export const deleteBroad = lossRule('delete_broad');
export const deletePlain = lossRule('delete');
