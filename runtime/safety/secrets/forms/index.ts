/**
 * The forms in which a value may be written. Each way of writing goes character by character, so what it makes of the
 * beginning of a value is the beginning of what it makes of the whole: long values are written out only when needed.
 */
import { base64Forms } from './base64-forms.ts';
import { hexForms } from './hex-forms.ts';
import { htmlForms } from './html-forms.ts';
import { jsonForms } from './json-forms.ts';
import { percentForms } from './percent-forms.ts';
import { shellForms } from './shell-forms.ts';
import { wideForms } from './wide-forms.ts';

/** @param value not empty @returns the ways it may look; the same one may be there twice */
export type Forms = (value: Buffer) => Buffer[];

const rawForms: Forms = (value) => [value];

/** Written in one go. */
export const SOLID_FORMS: readonly Forms[] = [
  rawForms,
  percentForms,
  jsonForms,
  htmlForms,
  shellForms,
  wideForms,
];
/** Programs break these into lines: base64(1) after 76 characters, openssl after 64, xxd -p after 60. */
export const WRAPPED_FORMS: readonly Forms[] = [base64Forms, hexForms];

/** All of them, for those who search for leaks. */
export function formsOf(value: Buffer): Buffer[] {
  return [...SOLID_FORMS, ...WRAPPED_FORMS].flatMap((forms) => forms(value));
}
