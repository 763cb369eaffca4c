import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputVariable, paramVariable } from './environment-names.ts';
import {
  escapeTemplate,
  listReferences,
  parseTemplate,
  renderTemplate,
  type TemplateScope,
} from './template.ts';

const scope: TemplateScope = {
  params: { folder: '/tmp/a b', count: 3, on: true },
  steps: { 'fetch-it': { path: '${{ params.folder }}', 'two-words': 'x' } },
  run: { id: 7, home: '/home/luka' },
};

describe('renderTemplate', () => {
  it('fills parameters, outputs and facts of the run', () => {
    expect(renderTemplate('${{ params.folder }}/${{params.count}}-${{ params.on }}', scope)).toBe(
      '/tmp/a b/3-true',
    );
    expect(renderTemplate('${{ steps.fetch-it.outputs.two-words }}', scope)).toBe('x');
    expect(renderTemplate('#${{ run.id }} in ${{ run.home }}', scope)).toBe('#7 in /home/luka');
  });

  it('never renders a value a second time', () => {
    expect(renderTemplate('${{ steps.fetch-it.outputs.path }}', scope)).toBe('${{ params.folder }}');
  });

  it('refuses a parameter without a value and an output that was not given', () => {
    expect(() => renderTemplate('${{ params.missing }}', scope)).toThrow(
      expect.objectContaining({ code: 'param_missing' }),
    );
    expect(() => renderTemplate('${{ steps.fetch-it.outputs.none }}', scope)).toThrow(
      expect.objectContaining({ code: 'step_reference_unknown' }),
    );
    expect(() => renderTemplate('${{ params.constructor }}', { ...scope, params: {} })).toThrow(
      expect.objectContaining({ code: 'param_missing' }),
    );
    expect(() => renderTemplate('${{ env.HOME }}', scope)).toThrow(/names nothing/);
  });
});

describe('parseTemplate', () => {
  it('says where each reference starts', () => {
    expect(parseTemplate('ab ${{ run.id }}').parts).toEqual([
      { type: 'text', text: 'ab ' },
      { type: 'reference', reference: { kind: 'run', field: 'id' }, offset: 3, raw: '${{ run.id }}' },
    ]);
  });

  it('reports what is unclosed or unknown, with its place', () => {
    expect(parseTemplate('x ${{ run.id').faults).toMatchObject([{ offset: 2, raw: '${{ run.id' }]);
    expect(parseTemplate('${{ run.name }}').faults).toMatchObject([{ offset: 0 }]);
    expect(parseTemplate('${{ steps.a.stdout }}').faults).toHaveLength(1);
  });

  it('lists references', () => {
    expect(listReferences('${{ params.a }}${{ steps.b.outputs.c }}')).toEqual([
      { kind: 'param', name: 'a' },
      { kind: 'output', step: 'b', key: 'c' },
    ]);
  });

  it('keeps any text that was escaped exactly as it was', () => {
    const pieces = fc.array(fc.constantFrom('$', '{', '}', '${{', '}}', '$${{', 'params.a', ' ', 'x', '\n'));
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((list) => list.join('')),
          fc.string(),
        ),
        (text) => {
          expect(renderTemplate(escapeTemplate(text), scope)).toBe(text);
        },
      ),
    );
  });

  it('loses nothing: the parts put together are the text, apart from escapes', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '$',
        '{',
        '}',
        '${{',
        '}}',
        'params.a',
        '${{ run.id }}',
        '${{ steps.a.outputs.b }}',
        ' ',
      ),
    );
    fc.assert(
      fc.property(pieces, (list) => {
        const text = list.join('');
        fc.pre(!text.includes('$${{'));
        const { parts } = parseTemplate(text);
        expect(parts.map((part) => (part.type === 'text' ? part.text : part.raw)).join('')).toBe(text);
        for (const part of parts) {
          if (part.type === 'reference') expect(text.startsWith(part.raw, part.offset)).toBe(true);
        }
      }),
    );
  });
});

describe('environment names', () => {
  it('are upper case with underscores', () => {
    expect(paramVariable('dry_run')).toBe('PARAM_DRY_RUN');
    expect(outputVariable('fetch-it', 'two-words')).toBe('OUT_FETCH_IT_TWO_WORDS');
  });
});
