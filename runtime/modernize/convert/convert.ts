/** CommonJS to an ES module, text to text. What cannot be said in a module in the same way is refused, with its place. */
import type { Finding } from '#shared/nouns/finding.ts';
import { checkEsModule } from '../../deploy/modules/check-esm.ts';
import { writeBag, readBag } from './export-bag.ts';
import { findExports, type ExportUses } from './export-uses.ts';
import { writeObject } from './export-object.ts';
import { readSingleValue, writeSingleValue } from './export-value.ts';
import { planImports, type ImportPlan } from './imports.ts';
import { writeMeta } from './meta-names.ts';
import { ModuleText } from './module-text.ts';
import type { ExportPlan } from './named.ts';
import { parseFault } from './parse-fault.ts';
import { quote } from './quote.ts';
import { Remarks } from './remark.ts';
import { findRequires } from './requires.ts';
import { findSloppySyntax } from './sloppy-syntax.ts';
import { readSource, type Source } from './source.ts';
import { findStrictMeaning } from './strict-meaning.ts';
import { part, staticText, type Syntax } from './syntax.ts';
import type { Resolve } from './target.ts';

export interface ConvertOptions {
  /** As findings name it. */
  readonly file: string;
  readonly resolve: Resolve;
  /** How others of the same lot load it: by value, or by a `require` that stays one. */
  readonly usedAs?: 'value' | 'whole';
}

export interface Conversion {
  /** The module; undefined where it is refused. */
  readonly code?: string;
  readonly findings: Finding[];
  readonly exports?: ExportPlan;
  /** It was not strict before, and is now. */
  readonly becameStrict: boolean;
  /** Marked with `__esModule`. */
  readonly esModule: boolean;
  /** What it still loads by `require`, by the names in it. */
  readonly kept: ReadonlySet<string>;
}

export function convertModule(text: string, options: ConvertOptions): Conversion {
  const { file, resolve, usedAs } = options;
  let source: Source;
  try {
    source = readSource(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {
      findings: [parseFault(error, text, file)],
      becameStrict: false,
      esModule: false,
      kept: new Set(),
    };
  }
  const remarks = new Remarks(file);
  findSloppySyntax(source, remarks);
  findStrictMeaning(source, remarks);
  const uses = findRequires(source);
  const found = findExports(source, uses, remarks);
  const module = new ModuleText(source);
  const imports = planImports({ source, uses, resolve, remarks, text: module });
  tellDynamicImports(source, resolve, remarks);
  writeMeta(source, uses, { text: module, remarks });
  checkWrapperNames(source, remarks);
  const { kept } = imports;
  const facts = { findings: remarks.findings, becameStrict: !source.strict, esModule: found.esModule, kept };
  if (remarks.refused) return facts;
  const exports = writeExports(source, found, { module, imports, usedAs });
  tellExports(source, found, exports, remarks);
  const code = module.toString();
  const faults = checkEsModule(code, file).map((fault) => resultFault(fault));
  if (faults.length > 0) return { ...facts, findings: [...facts.findings, ...faults] };
  return { ...facts, code, exports };
}

/** `var require = …` and the like: its own from the first line on only where it is set first. */
function checkWrapperNames(source: Source, remarks: Remarks): void {
  for (const name of ['require', 'module', 'exports', '__dirname', '__filename']) {
    const variable = source.own(name);
    if (!variable || variable.defs.some(({ type }) => type === 'FunctionName')) continue;
    const first = variable.references.toSorted(
      (a, b) => (a.identifier.range?.[0] ?? 0) - (b.identifier.range?.[0] ?? 0),
    )[0];
    if (first?.isWrite() === true && first.init === true) continue;
    remarks.refuse(
      'modernize_own_wrapper',
      variable.defs[0]?.name as unknown as Syntax,
      `${name} is declared here, and is Node's own until it is set`,
      'give it another name',
    );
  }
}

/** `import('./x.cjs')` goes on loading what it names. */
function tellDynamicImports(source: Source, resolve: Resolve, remarks: Remarks): void {
  for (const { node } of source.visits) {
    const specifier = node.type === 'ImportExpression' ? staticText(part(node, 'source')) : undefined;
    const target = specifier === undefined ? undefined : resolve(specifier);
    if (target?.kind === 'commonjs' && target.requireAs !== undefined)
      remarks.warn(
        'modernize_dynamic',
        node,
        `import() still loads "${specifier}", which becomes ${target.requireAs}: in one process there are two of it`,
        'name the module there, where what it exports fits',
      );
  }
}

interface WriteContext {
  readonly module: ModuleText;
  readonly imports: ImportPlan;
  readonly usedAs: ConvertOptions['usedAs'];
}

function writeExports(
  source: Source,
  found: ExportUses,
  { module, imports, usedAs }: WriteContext,
): ExportPlan {
  const whole = usedAs === 'whole';
  if (found.uses.length === 0 && !found.asked) {
    if (whole)
      module.end("const exported = {};\nexport { exported as default, exported as 'module.exports' };");
    else if (usedAs === 'value') module.end('export default {};');
    return { default: usedAs === undefined ? 'none' : 'whole', named: [], onlyDefault: [], open: false };
  }
  const bag = readBag(source, found, whole);
  if (bag) return writeBag(source, bag, { text: module, whole });
  const single = readSingleValue(source, found);
  if (!single) return writeObject(source, found, { text: module, whole });
  const loaded = imports.hoisted.get(single.value)?.target;
  const isKnown = loaded?.kind === 'builtin' || (loaded?.kind === 'commonjs' && loaded.unsure === undefined);
  const passedOn = isKnown ? quote(loaded.specifier) : undefined;
  return writeSingleValue(source, single, { text: module, whole, passedOn });
}

function tellExports(
  source: Source,
  { uses, esModule }: ExportUses,
  plan: ExportPlan,
  remarks: Remarks,
): void {
  const at = uses[0]?.node ?? source.root;
  if (plan.onlyDefault.length > 0)
    remarks.warn(
      'modernize_default_only',
      at,
      `${plan.onlyDefault.join(', ')}: only in the default export, not by name`,
      'import the default, and read it there',
    );
  if (plan.open && plan.all !== true) {
    const message = 'keys that it has only when it runs are in the default export alone';
    if (plan.quiet === true) remarks.tell('modernize_open_exports', at, message, 'import the default');
    else remarks.warn('modernize_open_exports', at, message, 'import the default, or name them');
  }
  if (esModule && plan.default === 'key')
    remarks.tell(
      'modernize_es_default',
      at,
      'the default export is exports.default, as its mark says',
      'nothing',
    );
}

/** It should never be seen: what was written is no module. */
function resultFault(fault: Finding): Finding {
  return {
    ...fault,
    code: 'modernize_result',
    message: `what came out is no module: ${fault.message}`,
    remedy: 'convert this file by hand: its line there is of the result',
  };
}
