/** The values of a run's form, as typed text and switches, and the parameters they make. Pure. */
import type { Param, ParamValue, ParamValues } from '#shared/nouns/param.ts';

export type FieldValues = Readonly<Record<string, string | boolean>>;

/** What the form starts with: the defaults. */
export function initialFields(params: Readonly<Record<string, Param>>): FieldValues {
  return Object.fromEntries(
    Object.entries(params).map(([name, param]) => [
      name,
      param.type === 'boolean'
        ? (param.default ?? false)
        : String(param.default ?? (param.type === 'choice' && param.required ? param.options[0] : '')),
    ]),
  );
}

/** The parameters to send, or what is wrong by field. An empty field is left out: the task's default holds. */
export function readFields(
  params: Readonly<Record<string, Param>>,
  fields: FieldValues,
): { values: ParamValues; problems: Readonly<Record<string, string>> } {
  const values: Record<string, ParamValue> = {};
  const problems: Record<string, string> = {};
  for (const [name, param] of Object.entries(params)) {
    const field = fields[name] ?? '';
    if (typeof field === 'boolean') values[name] = field;
    else if (field === '') {
      if (param.required && param.default === undefined) problems[name] = 'A value is needed';
    } else {
      const problem = problemOf(param, field);
      if (problem !== undefined) problems[name] = problem;
      else values[name] = param.type === 'number' || param.type === 'integer' ? Number(field) : field;
    }
  }
  return { values, problems };
}

function problemOf(param: Param, text: string): string | undefined {
  if (param.type === 'string' && param.pattern !== undefined && !fits(param.pattern, text))
    return `Must match ${param.pattern}`;
  if (param.type !== 'number' && param.type !== 'integer') return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return 'A number is needed';
  if (param.type === 'integer' && !Number.isInteger(value)) return 'A whole number is needed';
  if (param.min !== undefined && value < param.min) return `At least ${param.min}`;
  if (param.max !== undefined && value > param.max) return `At most ${param.max}`;
  return undefined;
}

/** A pattern this browser cannot read is left to Luka to judge. */
function fits(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
}
