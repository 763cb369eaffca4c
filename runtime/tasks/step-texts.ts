/** Which texts of a step are templates: the ones that are filled before the step starts. */
import type { Step } from '#shared/nouns/step.ts';
import type { Path } from './source-text.ts';

type Visit = (text: string, path: Path) => string;

/** The step with `visit` applied to every text that may hold templates. Never to `run`, `name` or inline code. */
export function mapStepTexts(step: Step, visit: Visit): Step {
  const mapped = { ...step };
  if (mapped.cwd !== undefined) mapped.cwd = visit(mapped.cwd, ['cwd']);
  if (mapped.env !== undefined) mapped.env = mapValues(mapped.env, visit, ['env']);
  if ('argv' in mapped) mapped.argv = mapList(mapped.argv, visit, ['argv']);
  else if ('git' in mapped && mapped.git.args) {
    mapped.git = { ...mapped.git, args: mapList(mapped.git.args, visit, ['git', 'args']) };
  } else if ('node' in mapped) {
    const { args } = mapped.node;
    mapped.node = {
      ...mapped.node,
      ...('file' in mapped.node ? { file: visit(mapped.node.file, ['node', 'file']) } : {}),
      ...(args === undefined ? {} : { args: mapList(args, visit, ['node', 'args']) }),
    };
  } else if ('module' in mapped && mapped.with) {
    mapped.with = mapDeep(mapped.with, visit, ['with']) as Record<string, unknown>;
  } else if ('http' in mapped) {
    const { url, headers, body } = mapped.http;
    mapped.http = {
      ...mapped.http,
      url: visit(url, ['http', 'url']),
      ...(headers === undefined ? {} : { headers: mapValues(headers, visit, ['http', 'headers']) }),
      ...(body === undefined ? {} : { body: visit(body, ['http', 'body']) }),
    };
  }
  return mapped;
}

/** Texts of a step that look as if they were templates but are not, with where they stand. */
export function plainTexts(step: Step): { text: string; path: Path }[] {
  const texts: { text: string; path: Path }[] = [];
  if (step.name !== undefined) texts.push({ text: step.name, path: ['name'] });
  if ('module' in step) {
    texts.push({ text: step.module, path: ['module'] });
    if (step.function !== undefined) texts.push({ text: step.function, path: ['function'] });
  }
  return texts;
}

function mapList(list: readonly string[], visit: Visit, path: Path): string[] {
  return list.map((text, index) => visit(text, [...path, index]));
}

function mapValues(
  values: Readonly<Record<string, string>>,
  visit: Visit,
  path: Path,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, text]) => [key, visit(text, [...path, key])]));
}

function mapDeep(value: unknown, visit: Visit, path: Path): unknown {
  if (typeof value === 'string') return visit(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapDeep(item, visit, [...path, index]));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, mapDeep(item, visit, [...path, key])]),
    );
  }
  return value;
}
