/** UTF-16, as Windows programs and some databases write text. */
export function wideForms(value: Buffer): Buffer[] {
  const little = Buffer.from(value.toString('utf8'), 'utf16le');
  return [little, Buffer.from(little).swap16()];
}
