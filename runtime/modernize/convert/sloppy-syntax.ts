/** What only sloppy code may say: in a module, which is strict, it is no valid program or another one. */
import type { Remarks } from './remark.ts';
import type { Source } from './source.ts';
import { nameOf, part, parts, type Syntax } from './syntax.ts';

/** Names that are words in strict code (ECMA-262, 12.7.2). */
const STRICT_WORDS = new Set(
  'implements interface let package private protected public static yield await'.split(' '),
);

export function findSloppySyntax(source: Source, remarks: Remarks): void {
  for (const { node, parent, field } of source.visits) {
    switch (node.type) {
      case 'WithStatement':
        remarks.refuse(
          'modernize_with',
          node,
          '`with` does not exist in a module',
          'name the object in front of each name',
        );
        break;
      case 'UnaryExpression':
        if (node['operator'] === 'delete' && part(node, 'argument')?.type === 'Identifier')
          remarks.refuse(
            'modernize_delete',
            node,
            'a name cannot be deleted in a module',
            'set it to undefined',
          );
        break;
      case 'Literal':
        if (isOctal(node, source.text))
          remarks.refuse(
            'modernize_octal',
            node,
            'octal numbers and escapes of the old form do not exist in a module',
            'write 0o17 for 017, and \\x01 for \\1',
          );
        break;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
        checkParams(node, remarks);
        checkBlockFunction(node, parent, source, remarks);
        break;
      case 'Identifier': {
        const isPart = field === 'property' || field === 'key';
        if (STRICT_WORDS.has(String(node['name'])) && !(isPart && parent?.['computed'] !== true))
          remarks.refuse(
            'modernize_word',
            node,
            `"${String(node['name'])}" is a word of the language in a module`,
            'give it another name',
          );
        break;
      }
      default:
    }
  }
  for (const { type, start, value } of source.comments)
    if (type === 'Line' && /^(?:<!--|-->)/.test(source.text.slice(start, start + 4))) {
      const line = source.text.slice(0, start).split('\n').length;
      const at = { type: 'Comment', loc: { start: { line, column: 0 } } } as unknown as Syntax;
      remarks.refuse(
        'modernize_comment',
        at,
        `<!-- and --> begin no comment in a module (${value.trim().slice(0, 30)})`,
        'write //',
      );
    }
}

function isOctal(node: Syntax, text: string): boolean {
  const raw = text.slice(node.start, node.end);
  if (typeof node['value'] === 'number') return /^0\d/.test(raw);
  if (typeof node['value'] !== 'string') return false;
  return /^(?:[^\\]|\\[^0-9]|\\0(?![0-9]))*\\(?:[1-9]|0[0-9])/s.test(raw);
}

/** `function (a, a)`: acorn takes it in sloppy code. */
function checkParams(node: Syntax, remarks: Remarks): void {
  const seen = new Set<string>();
  for (const param of parts(node, 'params')) {
    const name = nameOf(param);
    if (name === undefined) continue;
    if (seen.has(name))
      remarks.refuse('modernize_params', param, `two parameters are called ${name}`, 'rename the first one');
    seen.add(name);
  }
}

/** A function in a block is seen outside of the block in sloppy code only (ECMA-262, B.3.2). */
function checkBlockFunction(
  node: Syntax,
  parent: Syntax | undefined,
  source: Source,
  remarks: Remarks,
): void {
  if (node.type !== 'FunctionDeclaration' || parent === undefined) return;
  if (parent.type === 'IfStatement' || parent.type === 'LabeledStatement') {
    remarks.refuse(
      'modernize_block_function',
      node,
      'a function cannot be declared here in a module',
      'put it into a block',
    );
    return;
  }
  const holder = source.parentOf(parent);
  const isBody =
    parent === source.root || (parent.type === 'BlockStatement' && /Function/.test(holder?.type ?? ''));
  const name = nameOf(part(node, 'id'));
  if (isBody || name === undefined) return;
  if (source.free.has(name) || source.own(name))
    remarks.refuse(
      'modernize_block_function',
      node,
      `${name} is declared in a block, and used outside of it`,
      'declare it outside of the block: in a module it is seen only inside',
    );
}
