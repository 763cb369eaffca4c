import type { Finding } from '#shared/nouns/finding.ts';
import type { Found } from './check.ts';

/** A finding of another room, as the doctor tells it. @param command what shows more */
export function asFound({ file, line, column, ...rest }: Finding, command?: string): Found {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return {
    subject: place === '' ? rest.code : place,
    severity: rest.severity,
    message: rest.message,
    evidence: [...(place === '' ? [] : [place]), ...(rest.evidence === undefined ? [] : [rest.evidence])],
    remedy: rest.remedy,
    ...(command === undefined ? {} : { command }),
  };
}
