/** What a text claims about days and versions: `Deadline: 2026-05-01`, `the release is on 3 May 2026`, `node version 24.1`. */
import { DATE_PATTERN, readDate } from './read-date.ts';

export interface Claim {
  /** What it is about, in small letters; texts that claim of the same subject can be compared. */
  readonly subject: string;
  /** `2026-05-01`, `24.1`. */
  readonly value: string;
  readonly kind: 'date' | 'version';
  /** 1-based. */
  readonly line: number;
  readonly quote: string;
}

export interface ClaimSource {
  readonly title: string;
  readonly text: string;
}

const LABELLED_DATE = new RegExp(
  String.raw`^[-*|>\s]*[*_]{0,2}([\p{L}][\p{L}\p{M}\p{N} /-]{1,40}?)[*_]{0,2}\s*[:|=：]\s*[*_|]{0,2}\s*(${DATE_PATTERN})(?!\d)`,
  'iu',
);
const SAID_DATE = new RegExp(
  String.raw`([\p{L}\p{N}][\p{L}\p{M}\p{N} -]{2,48}?)\s+(?:is|are|was|will be|starts?|ends?|expires?|launches|goes live|due)(?:\s+(?:due|set|planned|scheduled))?\s+(?:on|by|for|until|before)?\s*(${DATE_PATTERN})(?!\d)`,
  'giu',
);
const LABELLED_VERSION =
  /^[-*|>\s]*[*_`]{0,2}([\p{L}][\p{L}\p{N} ./@-]{1,40}?)[*_`]{0,2}\s*[:|=]\s*[*_`"|]{0,2}\s*v?(\d{1,4}(?:\.\d{1,6}){1,3})[*_`"]{0,2}\s*(?:\||$)/iu;
const SAID_VERSION =
  /\b([A-Za-z][A-Za-z0-9.+-]{1,30})(?:\s+version)?\s+(?:is\s+(?:at\s+|now\s+)?|requires\s+|version\s+|=\s*|>=\s*)?(?:version\s+)?(v\d{1,4}(?:\.\d{1,6}){1,3}|(?<=version\s+)\d{1,4}(?:\.\d{1,6}){0,3}|\d{1,4}(?:\.\d{1,6}){2,3})(?![\w.]*\d|\s*%|\s*(?:ms|s|mb|gb|kb)\b)/gi;

/** Labels that say nothing without what the document is about. */
const GENERIC =
  /^(?:deadline|due(?: date)?|release(?: date)?|released|launch(?: date)?|start(?:s| date)?|end(?:s| date)?|expires|expiry|version|current version|latest version|target(?: date)?|meeting|freeze|กำหนดส่ง|กำหนด|เริ่ม|สิ้นสุด|หมดอายุ|เวอร์ชัน|รุ่น)$/u;
/** Each document has its own. */
const OWN =
  /^(?:date|created(?: at)?|updated(?: at)?|modified|last (?:updated|modified|reviewed|edited)|generated(?: at)?|published|time|timestamp|at|on|since|as of|today|yesterday|วันที่|อัปเดต|แก้ไข|สร้าง)$/u;
const NO_NAMES = new Set(
  'the a an and or of to in on at by with from since until version section step chapter part table figure see v is are was than least about only all'.split(
    ' ',
  ),
);

export function claimsOf({ title, text }: ClaimSource): Claim[] {
  const subject = plainTitle(title);
  const claims: Claim[] = [];
  const add = (
    label: string,
    value: string | undefined,
    kind: Claim['kind'],
    line: number,
    quote: string,
  ): void => {
    const about = label
      .toLowerCase()
      .replace(/^(?:the|our|its|a|an)\s+/, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (value === undefined || about.length < 2 || OWN.test(about) || NO_NAMES.has(about)) return;
    const full = GENERIC.test(about) ? `${subject}: ${about}` : about;
    claims.push({ subject: full, value, kind, line, quote: quote.trim().slice(0, 200) });
  };
  let isCode = false;
  for (const [at, line] of text.split('\n').entries()) {
    if (/^\s*(?:`{3,}|~{3,})/.test(line)) isCode = !isCode;
    if (isCode || line.length > 1_000 || !/\d/.test(line)) continue;
    const dated = LABELLED_DATE.exec(line);
    if (dated) add(dated[1]!, readDate(dated[2]!), 'date', at + 1, line);
    else
      for (const [, label, date] of line.matchAll(SAID_DATE))
        add(label!, readDate(date!), 'date', at + 1, line);
    const versioned = LABELLED_VERSION.exec(line);
    if (versioned) add(versioned[1]!, versioned[2], 'version', at + 1, line);
    else
      for (const [, name, version] of line.matchAll(SAID_VERSION))
        add(
          `${name!} version`,
          NO_NAMES.has(name!.toLowerCase()) ? undefined : version!.replace(/^v/i, ''),
          'version',
          at + 1,
          line,
        );
  }
  return claims;
}

/** Without what tells its versions apart: claims of two versions of one document are of the same thing. */
function plainTitle(title: string): string {
  return title
    .toLowerCase()
    .replace(/\bv?\d+(?:[.-]\d+)*\b|\((?:copy|draft|old|new|final)[^)]*\)|\b(?:copy|draft|final)\b/g, ' ')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
