/** Converts files that load each other: names of converted ones lead to what they became. */
import { basename, dirname, relative } from 'node:path';
import type { Finding } from '#shared/nouns/finding.ts';
import { convertModule, type Conversion } from '../convert/convert.ts';
import { fileResolver, type Sibling } from '../resolve/file-resolver.ts';
import { findCircles, type Circle, type Edge } from './graph.ts';
import type { LotFile } from './read-lot.ts';

export interface LotConversion extends Conversion {
  readonly source: LotFile;
}

export interface ConvertLotOptions {
  readonly lot: readonly LotFile[];
  readonly graph: ReadonlyMap<string, readonly Edge[]>;
  /** Files that stay as they are, by what was found out later. */
  readonly excluded: ReadonlySet<string>;
  /** What keeps a file from being converted before it is looked at. */
  readonly refusal: (file: LotFile) => Finding | undefined;
}

export function convertLot(options: ConvertLotOptions): LotConversion[] {
  const { lot, graph, refusal } = options;
  const circles = findCircles(graph);
  const refused = new Map<string, Conversion>();
  for (const source of lot) {
    const circle = circles.get(source.file);
    const finding = circle ? circleFinding(circle) : refusal(source);
    if (finding)
      refused.set(source.file, {
        findings: [finding],
        becameStrict: false,
        esModule: false,
        kept: new Set(),
      });
  }
  let marked = new Set<string>();
  let kept = new Map<string, ReadonlySet<string>>();
  // What stays a `require` is known after the first round only.
  let isFirst = true;
  // A refusal changes what others import, and that may make them be refused: until nothing changes.
  for (;;) {
    const staying = new Set([...options.excluded, ...refused.keys()]);
    const going = lot.filter(({ file }) => !staying.has(file));
    const siblings = new Map<string, Sibling>(
      going.map(({ file, output }) => [
        file,
        { output, importAs: marked.has(file) ? 'module.exports' : 'default' },
      ]),
    );
    const used = usesOf(going, graph, { marked, kept });
    const results = new Map(
      lot
        .filter(({ file }) => !refused.has(file))
        .map((source) => [source.file, convertOne(source, siblings, used.get(source.file))]),
    );
    const now = new Set([...results].filter(([, { esModule }]) => esModule).map(([file]) => file));
    const newlyRefused = [...results].filter(([file, { code }]) => code === undefined && !staying.has(file));
    for (const [file, result] of newlyRefused) refused.set(file, result);
    const isSettled = !isFirst && newlyRefused.length === 0 && now.size === marked.size;
    isFirst = false;
    marked = now;
    kept = new Map([...results].map(([file, result]) => [file, result.kept]));
    if (!isSettled) continue;
    const conversions: LotConversion[] = [];
    for (const source of lot) {
      const result = results.get(source.file) ?? refused.get(source.file);
      if (!result) throw new Error(`${source.file} was forgotten`);
      const twice = result.code === undefined ? [] : findTwice(source, lot, staying, graph);
      conversions.push({ ...result, findings: [...result.findings, ...twice], source });
    }
    return conversions;
  }
}

function convertOne(
  source: LotFile,
  siblings: ReadonlyMap<string, Sibling>,
  usedAs: 'value' | 'whole' | undefined,
): Conversion {
  return convertModule(source.text, {
    file: source.file,
    resolve: fileResolver(source.file, siblings),
    ...(usedAs === undefined ? {} : { usedAs }),
  });
}

/** How each file is loaded by the others that are converted. */
function usesOf(
  going: readonly LotFile[],
  graph: ReadonlyMap<string, readonly Edge[]>,
  { marked, kept }: { marked: ReadonlySet<string>; kept: ReadonlyMap<string, ReadonlySet<string>> },
): Map<string, 'value' | 'whole'> {
  const used = new Map<string, 'value' | 'whole'>();
  for (const { file } of going)
    for (const { to, specifier } of graph.get(file) ?? []) {
      // `require` of a module gives what it exports as 'module.exports' (Node, "Loading ECMAScript modules using require()").
      const isWhole = marked.has(to) || kept.get(file)?.has(specifier) === true;
      if (isWhole || !used.has(to)) used.set(to, isWhole ? 'whole' : 'value');
    }
  return used;
}

function circleFinding({ path, edge }: Circle): Finding {
  const names = path.map((file) =>
    dirname(file) === dirname(edge.from) ? basename(file) : relative(dirname(edge.from), file),
  );
  return {
    code: 'modernize_circle',
    severity: 'error',
    message: `it is loaded while it loads: ${names.join(' → ')}`,
    remedy: 'part the circle: CommonJS gives what is exported so far there, and a module throws',
    file: edge.from,
    line: edge.line,
    column: edge.column,
  };
}

/** Who stays CommonJS goes on loading the original: there are two of it then. */
function findTwice(
  { file, output }: LotFile,
  lot: readonly LotFile[],
  staying: ReadonlySet<string>,
  graph: ReadonlyMap<string, readonly Edge[]>,
): Finding[] {
  const loaders = [...graph].filter(([, edges]) => edges.some(({ to }) => to === file)).map(([from]) => from);
  const inLot = new Set(lot.map((one) => one.file));
  const going = loaders.filter((from) => inLot.has(from) && !staying.has(from));
  const kept = loaders.filter((from) => !going.includes(from));
  if (going.length === 0 || kept.length === 0) return [];
  return [
    {
      code: 'modernize_two',
      severity: 'warning',
      message: `${kept.map((one) => basename(one)).join(', ')} still ${kept.length === 1 ? 'loads' : 'load'} ${basename(file)}, and ${going.map((one) => basename(one)).join(', ')} ${going.length === 1 ? 'loads' : 'load'} ${basename(output)}: in one process there are two of it`,
      remedy: 'convert those too, or load one of the two everywhere, where it keeps something in variables',
      file,
      line: 1,
      column: 1,
    },
  ];
}
