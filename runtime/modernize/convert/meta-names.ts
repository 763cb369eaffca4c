/** `__dirname`, `__filename`, `module.filename` and `require.main === module` become parts of import.meta. */
import type { ModuleText } from './module-text.ts';
import type { Remarks } from './remark.ts';
import { mainQuestion, type RequireUses } from './requires.ts';
import type { Source } from './source.ts';
import { staticKey, type Syntax } from './syntax.ts';

const META = { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } as const;

export function writeMeta(
  source: Source,
  uses: RequireUses,
  { text, remarks }: { text: ModuleText; remarks: Remarks },
): void {
  for (const [name, meta] of Object.entries(META))
    for (const { node, writes } of source.free.get(name) ?? []) {
      if (writes)
        remarks.refuse(
          'modernize_meta_set',
          node,
          `${name} is set to something else`,
          'use a variable of its own',
        );
      else replaceMeta(source, node, meta, text);
      if (name === '__filename') tellName(node, remarks);
    }
  for (const { node } of source.free.get('module') ?? []) {
    const member = source.parentOf(node);
    const key =
      member?.type === 'MemberExpression' && source.fieldOf(node) === 'object'
        ? staticKey(member)
        : undefined;
    if (member === undefined || (key !== 'filename' && key !== 'path')) continue;
    text.edits.overwrite(member.start, member.end, key === 'path' ? META.__dirname : META.__filename);
    if (key === 'filename') tellName(member, remarks);
  }
  for (const { node, key } of uses.members) {
    const question = key === 'main' ? mainQuestion(source, node) : undefined;
    if (question === undefined) continue;
    text.edits.overwrite(
      question.node.start,
      question.node.end,
      question.negated ? '!import.meta.main' : 'import.meta.main',
    );
    remarks.tell(
      'modernize_main_question',
      question.node,
      'import.meta.main needs Node 24.2',
      'nothing: Luka has it',
    );
  }
}

function replaceMeta(source: Source, node: Syntax, meta: string, text: ModuleText): void {
  const parent = source.parentOf(node);
  const isShort = parent?.type === 'Property' && parent['shorthand'] === true;
  text.edits.overwrite(node.start, node.end, isShort ? `${String(node['name'])}: ${meta}` : meta);
}

function tellName(node: Syntax, remarks: Remarks): void {
  remarks.tell(
    'modernize_filename',
    node,
    'the name of the file ends with .mjs now',
    'check where its ending matters',
  );
}
