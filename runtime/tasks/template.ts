/**
 * Templates: `${{ params.name }}`, `${{ steps.id.outputs.key }}`, `${{ run.id }}` and `${{ run.home }}` inside the
 * texts of a step. Nothing is computed in them: they name a value and are replaced by it, once; a value that looks
 * like a template stays as it is. `$${{` stands for a literal `${{`.
 */
import { LukaError } from '#shared/errors/luka-error.ts';

export type Reference =
  | { readonly kind: 'param'; readonly name: string }
  | { readonly kind: 'output'; readonly step: string; readonly key: string }
  | { readonly kind: 'run'; readonly field: 'id' | 'home' };

type TemplatePart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'reference';
      readonly reference: Reference;
      /** Where it starts in the text it was parsed from, in UTF-16 units. */
      readonly offset: number;
      /** As it was written, braces included. */
      readonly raw: string;
    };

interface TemplateFault {
  readonly offset: number;
  readonly raw: string;
  readonly message: string;
  readonly remedy: string;
}

export interface ParsedTemplate {
  readonly parts: readonly TemplatePart[];
  readonly faults: readonly TemplateFault[];
}

/** What templates are filled from. `steps` holds the outputs of the steps that have run, by step id. */
export interface TemplateScope {
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly steps: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly run: { readonly id: string | number; readonly home: string };
}

const OPEN = '${{';
const CLOSE = '}}';
const FORMS = 'write params.<name>, steps.<id>.outputs.<key>, run.id or run.home';

/** Splits a text into plain parts and references. Never throws: what cannot be read is a fault, and stays text. */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  const faults: TemplateFault[] = [];
  let plain = '';
  let at = 0;
  const flush = (): void => {
    if (plain !== '') parts.push({ type: 'text', text: plain });
    plain = '';
  };
  for (let open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
    if (open > at && text[open - 1] === '$') {
      plain += text.slice(at, open - 1) + OPEN;
      at = open + OPEN.length;
      continue;
    }
    plain += text.slice(at, open);
    const close = text.indexOf(CLOSE, open);
    if (close < 0) {
      const raw = text.slice(open);
      faults.push({
        offset: open,
        raw,
        message: `"${short(raw)}" is never closed`,
        remedy: 'close it with }}',
      });
      plain += raw;
      at = text.length;
      break;
    }
    const raw = text.slice(open, close + CLOSE.length);
    const reference = readReference(raw.slice(OPEN.length, -CLOSE.length).trim());
    at = open + raw.length;
    if (reference) {
      flush();
      parts.push({ type: 'reference', reference, offset: open, raw });
    } else {
      faults.push({ offset: open, raw, message: `"${short(raw)}" names nothing Luka knows`, remedy: FORMS });
      plain += raw;
    }
  }
  plain += text.slice(at);
  flush();
  return { parts, faults };
}

function readReference(path: string): Reference | undefined {
  const param = /^params\.([a-z][a-z0-9_]{0,63})$/.exec(path);
  if (param?.[1] !== undefined) return { kind: 'param', name: param[1] };
  const output = /^steps\.([a-z][a-z0-9_-]{0,63})\.outputs\.([A-Za-z_][A-Za-z0-9_-]{0,63})$/.exec(path);
  if (output?.[1] !== undefined && output[2] !== undefined) {
    return { kind: 'output', step: output[1], key: output[2] };
  }
  if (path === 'run.id') return { kind: 'run', field: 'id' };
  if (path === 'run.home') return { kind: 'run', field: 'home' };
  return undefined;
}

/** The references of a text, in order. */
export function listReferences(text: string): Reference[] {
  return parseTemplate(text).parts.flatMap((part) => (part.type === 'reference' ? [part.reference] : []));
}

/**
 * Fills a text's templates.
 * @throws LukaError param_missing where a parameter has no value, step_reference_unknown where a step gave no such
 * output or the text holds a template that cannot be read
 */
export function renderTemplate(text: string, scope: TemplateScope): string {
  if (!text.includes(OPEN)) return text;
  const { parts, faults } = parseTemplate(text);
  const fault = faults[0];
  if (fault) {
    throw new LukaError('step_reference_unknown', { message: fault.message, remedy: fault.remedy });
  }
  return parts.map((part) => (part.type === 'text' ? part.text : lookUp(part.reference, scope))).join('');
}

/** Makes a text that renders to exactly `text`, for texts that come from where templates do not exist. */
export function escapeTemplate(text: string): string {
  return text.replaceAll(OPEN, () => `$${OPEN}`);
}

function lookUp(reference: Reference, scope: TemplateScope): string {
  switch (reference.kind) {
    case 'param': {
      if (Object.hasOwn(scope.params, reference.name)) return String(scope.params[reference.name]);
      throw new LukaError('param_missing', {
        message: `the parameter "${reference.name}" is used by a step but has no value`,
      });
    }
    case 'output': {
      const outputs = Object.hasOwn(scope.steps, reference.step) ? scope.steps[reference.step] : undefined;
      const value = outputs && Object.hasOwn(outputs, reference.key) ? outputs[reference.key] : undefined;
      if (value !== undefined) return value;
      throw new LukaError('step_reference_unknown', {
        message: `the step "${reference.step}" gave no output "${reference.key}"`,
        remedy: `write ${reference.key}=value to $LUKA_OUTPUT in that step`,
      });
    }
    case 'run':
      return String(scope.run[reference.field]);
  }
}

function short(raw: string): string {
  return raw.length > 60 ? `${raw.slice(0, 57)}...` : raw;
}
