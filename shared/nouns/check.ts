/** A check is a test of the result after a run; a run whose checks fail has failed. */
import { z } from 'zod';
import { Size } from './confinement.ts';
import { Duration } from './duration.ts';

export const CHECK_KINDS = [
  'exitCode',
  'output',
  'file',
  'run',
  'argv',
  'http',
  'duration',
  'knowledge',
  'sentence',
] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

const common = {
  name: z.string().min(1).max(200).optional(),
  /** `warning`: told, but the run has not failed by it. `error` where left out. */
  level: z.enum(['error', 'warning']).optional(),
};
const pattern = z.string().min(1).max(1_000);
const count = z.int().min(0);

/** The exit codes that count as success, of the step that ended the run. */
export const ExitCodeCheck = z.strictObject({
  ...common,
  exitCode: z.union([z.int().min(0).max(255), z.array(z.int().min(0).max(255)).min(1).max(32)]),
});
/** Regular expressions over what was printed, line by line. */
export const OutputCheck = z.strictObject({
  ...common,
  output: z.strictObject({
    matches: pattern.optional(),
    lacks: pattern.optional(),
    /** Both where left out. */
    stream: z.enum(['out', 'err']).optional(),
  }),
});
/** `path` may hold `*`, `?` and `**`: at least one file must be as described. */
export const FileCheck = z.strictObject({
  ...common,
  file: z.strictObject({
    path: z.string().min(1).max(4_096),
    /** `false`: there must be none. */
    exists: z.boolean().optional(),
    /** Changed since the run started. */
    newer: z.literal(true).optional(),
    minSize: Size.optional(),
    maxSize: Size.optional(),
    /** A JSON Schema that its content, as JSON, must fit. */
    schema: z.record(z.string(), z.unknown()).optional(),
    lines: z.strictObject({ min: count.optional(), max: count.optional() }).optional(),
  }),
});
/** A shell line or a program that must succeed, confined like the run. */
export const RunCheck = z.strictObject({ ...common, run: z.string().min(1), timeout: Duration.optional() });
export const ArgvCheck = z.strictObject({
  ...common,
  argv: z.array(z.string()).min(1),
  timeout: Duration.optional(),
});
export const HttpCheck = z.strictObject({
  ...common,
  http: z.strictObject({
    url: z.string().min(1),
    /** 200 to 299 where left out. */
    expect: z
      .union([z.int().min(100).max(599), z.array(z.int().min(100).max(599)).min(1).max(32)])
      .optional(),
  }),
  timeout: Duration.optional(),
});
/** The run took less than this. */
export const DurationCheck = z.strictObject({ ...common, duration: z.strictObject({ under: Duration }) });
/** What Luka knows holds this text. */
export const KnowledgeCheck = z.strictObject({
  ...common,
  knowledge: z.strictObject({ contains: z.string().min(1).max(1_000) }),
});
/** In words: decided where it is of a form that can be, else kept for a human. */
export const SentenceCheck = z.strictObject({ ...common, sentence: z.string().min(1).max(2_000) });

export const CHECK_SCHEMAS = {
  exitCode: ExitCodeCheck,
  output: OutputCheck,
  file: FileCheck,
  run: RunCheck,
  argv: ArgvCheck,
  http: HttpCheck,
  duration: DurationCheck,
  knowledge: KnowledgeCheck,
  sentence: SentenceCheck,
} as const;

export const Check = z.union([
  ExitCodeCheck,
  OutputCheck,
  FileCheck,
  RunCheck,
  ArgvCheck,
  HttpCheck,
  DurationCheck,
  KnowledgeCheck,
  SentenceCheck,
]);
export type Check = z.infer<typeof Check>;
export type CheckOf<K extends CheckKind> = Extract<Check, Record<K, unknown>>;

export function checkKind(check: Check): CheckKind {
  for (const kind of CHECK_KINDS) if (kind in check) return kind;
  throw new TypeError('a check without a kind passed validation');
}

/** `undecided`: only a human can tell. */
export const CheckOutcome = z.enum(['passed', 'failed', 'warning', 'undecided']);
export type CheckOutcome = z.infer<typeof CheckOutcome>;

export const CheckResult = z.strictObject({
  index: z.int().min(0),
  kind: z.enum(CHECK_KINDS),
  /** Its name, or what it asks in words. */
  name: z.string(),
  level: z.enum(['error', 'warning']),
  outcome: CheckOutcome,
  /** What was found, in words. */
  message: z.string(),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** A human's word on the result of a run. */
export const Verdict = z.strictObject({
  verdict: z.enum(['accepted', 'rejected']),
  reason: z.string().optional(),
  by: z.string(),
  at: z.string(),
});
export type Verdict = z.infer<typeof Verdict>;

/** `waiting`: somebody has to look at it. */
export const ValidationState = z.enum(['waiting', 'accepted', 'rejected']);
export type ValidationState = z.infer<typeof ValidationState>;
