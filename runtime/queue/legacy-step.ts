/** One step of a legacy order: a skill and its arguments, in any of the forms they were written in. */
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { StepId, type Step } from '#shared/nouns/step.ts';
import type { Fault, FaultList } from '../tasks/faults.ts';
import { showValue } from '../tasks/params.ts';
import { pathLabel, type Path } from '../tasks/source-text.ts';
import { mapStepTexts } from '../tasks/step-texts.ts';
import { didYouMean } from '../tasks/suggest.ts';
import { escapeTemplate } from '../tasks/template.ts';
import { isFields, pick, textOf, type Fields } from './fields.ts';
import { LEGACY_SKILLS, type SkillReading } from './legacy-skills.ts';
import { legacyTimeout } from './legacy-words.ts';

const OTHER_NAMES: Readonly<Record<string, string>> = {
  shell: 'bash',
  sh: 'bash',
  javascript: 'node',
  js: 'node',
};

/**
 * @param fields the step (or, where an order is one step, the order)
 * @param path where it stands
 * @returns undefined where it has faults
 */
export function readLegacyStep(fields: Fields, path: Path, faults: FaultList): Step | undefined {
  const skill = pick(fields, 'skill')?.value;
  const word = typeof skill === 'string' ? skill.trim().toLowerCase() : '';
  const name = Object.hasOwn(OTHER_NAMES, word) ? (OTHER_NAMES[word] ?? word) : word;
  const known = Object.keys(LEGACY_SKILLS);
  if (!Object.hasOwn(LEGACY_SKILLS, name)) {
    faults.add(() => {
      const lacking = skill === undefined;
      const message = lacking
        ? `${pathLabel(path) || 'the order'} names no skill`
        : `${showValue(skill)} is no skill`;
      const remedy = `${didYouMean(word, known)}use one of ${known.join(', ')}`;
      return fault('step_unknown', lacking ? path : [...path, 'skill'], message, remedy);
    });
    return undefined;
  }
  const reading = LEGACY_SKILLS[name as keyof typeof LEGACY_SKILLS](fields);
  if ('fault' in reading) {
    const at = reading.at === undefined ? path : [...path, ...reading.at];
    faults.add(() =>
      fault('order_invalid', at, `${pathLabel(at) || 'the order'}: ${reading.fault}`, reading.remedy),
    );
    return undefined;
  }
  return withCommonFields(reading, fields, path, faults);
}

function withCommonFields(
  reading: Extract<SkillReading, { kind: Step }>,
  fields: Fields,
  path: Path,
  faults: FaultList,
): Step | undefined {
  const args = pick(fields, 'args')?.value;
  const sources = isFields(args) ? [fields, args] : [fields];
  const find = (...names: string[]): unknown => {
    for (const source of sources) {
      const found = pick(source, ...names);
      if (found) return found.value;
    }
    return undefined;
  };
  // Values come from where templates do not exist, so "${{" means itself.
  const step: Step = mapStepTexts(reading.kind, escapeTemplate);
  const cwd = textOf(find('cwd', 'workdir', 'repo', 'dir'));
  if (cwd !== undefined && step.cwd === undefined) step.cwd = escapeTemplate(cwd);
  const env = find('env');
  if (isFields(env)) {
    const entries = Object.entries(env).flatMap(([key, value]): [string, string][] => {
      const text = textOf(value);
      return text !== undefined && /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? [[key, escapeTemplate(text)]] : [];
    });
    step.env = Object.fromEntries(entries);
  }
  const title = textOf(find('name', 'title'));
  if (title !== undefined && title !== '' && path.length > 0) step.name = title.slice(0, 200);
  const id = find('id');
  if (path.length > 0 && StepId.safeParse(id).success) step.id = String(id);
  const optional = find('optional');
  if (optional === true || optional === 'true') step.optional = true;
  const outer = pick(fields, 'timeout');
  const timeout = outer ?? (isFields(args) ? pick(args, 'timeout') : undefined);
  if (timeout) {
    const ms = legacyTimeout(timeout.value);
    if (ms === undefined) {
      const at = [...path, ...(outer ? [] : ['args']), 'timeout'];
      const message = `${pathLabel(at)}: ${showValue(timeout.value)} is no duration`;
      faults.add(() => fault('order_invalid', at, message, 'write seconds, or a text such as 30s'));
      return undefined;
    }
    if (ms > 0) step.timeout = ms;
  }
  return step;
}

function fault(code: ErrorCode, path: Path, message: string, remedy: string): Fault {
  return { code, path, message, remedy };
}
