/** Examines an installation, check by check, and mends what can be mended without losing anything. */
import { LukaError } from '#shared/errors/luka-error.ts';
import {
  worstFirst,
  type DoctorCheck,
  type DoctorFinding,
  type DoctorMend,
  type DoctorReport,
} from '#shared/nouns/doctor.ts';
import { isoAt } from '../clock.ts';
import { errorText, NotHere, type Check, type Patient } from './check.ts';
import { CHECKS } from './checks/index.ts';

/** Few enough to leave the machine to others, enough that a slow program holds up nothing. */
const AT_ONCE = 4;

export async function examine(patient: Patient, checks: readonly Check[] = CHECKS): Promise<DoctorReport> {
  const results: { check: DoctorCheck; findings: DoctorFinding[] }[] = [];
  const waiting = [...checks.entries()];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        results[next[0]] = await examineOne(next[1], patient);
    }),
  );
  const { running } = patient;
  return {
    at: isoAt(patient.now),
    home: patient.layout.root,
    version: patient.version,
    ...(running === undefined
      ? {}
      : { running: { pid: running.pid, version: running.version, host: running.host } }),
    full: patient.full,
    checks: results.map(({ check }) => check),
    findings: worstFirst(results.flatMap(({ findings }) => findings)),
  };
}

/**
 * Looks for the finding anew, so that nothing is mended that is whole by now or never was.
 * @throws LukaError finding_gone; whatever the mend itself meets
 */
export async function mend(
  patient: Patient,
  wanted: { readonly check: string; readonly subject: string },
  checks: readonly Check[] = CHECKS,
): Promise<DoctorMend> {
  const check = checks.find(({ id }) => id === wanted.check);
  const { findings = [] } = (await check?.examine(patient)) ?? {};
  const finding = findings.find(({ subject, mend: way }) => subject === wanted.subject && way !== undefined);
  if (check?.mend === undefined || finding === undefined)
    throw new LukaError('finding_gone', {
      message: `nothing of ${wanted.check} about ${wanted.subject} can be mended`,
    });
  return { ...wanted, done: await check.mend(patient, finding) };
}

async function examineOne(
  check: Check,
  patient: Patient,
): Promise<{ check: DoctorCheck; findings: DoctorFinding[] }> {
  const { id, title } = check;
  const started = performance.now();
  const took = () => Math.round((performance.now() - started) * 10) / 10;
  try {
    const { findings, note } = await check.examine(patient);
    const own = worstFirst(findings.map((finding) => Object.assign({ check: id }, finding)));
    return { check: { id, title, state: own[0]?.severity ?? 'ok', note, tookMs: took() }, findings: own };
  } catch (error) {
    // That something cannot be looked at is told, and is no reason to leave out the rest.
    const note = errorText(error);
    const state = error instanceof NotHere ? 'ok' : 'unknown';
    return { check: { id, title, state, note, tookMs: took() }, findings: [] };
  }
}
