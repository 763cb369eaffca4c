/** Writes values as the XML of a plist. */
import type { PlistValue } from './plist-value.ts';

/** What a text cannot have in XML 1.0, escaped or not (https://www.w3.org/TR/xml/#charsets). */
const NEVER =
  // oxlint-disable-next-line no-control-regex -- what XML cannot carry is asked for by its number
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** @throws RangeError where a text has a character that no XML can hold */
export function escapeXml(text: string): string {
  if (NEVER.test(text))
    throw new RangeError('a plist cannot hold this text: it has a character that XML has not');
  // A bare carriage return would be read back as a line feed.
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/**
 * A value as an element.
 * @param indent of the line that the element begins in; what stands within is indented further, by `unit`
 * @throws RangeError where a text has a character that no XML can hold
 */
export function writeXmlValue(value: PlistValue, indent = '', unit = '\t', newline = '\n'): string {
  const inner = indent + unit;
  switch (value.kind) {
    case 'string':
      return `<string>${escapeXml(value.value)}</string>`;
    case 'integer':
      return `<integer>${value.value}</integer>`;
    case 'real':
      return `<real>${value.value}</real>`;
    case 'boolean':
      return value.value ? '<true/>' : '<false/>';
    case 'date':
      return `<date>${escapeXml(value.value)}</date>`;
    case 'data':
      return `<data>${Buffer.from(value.value).toString('base64')}</data>`;
    case 'array': {
      if (value.items.length === 0) return '<array/>';
      const items = value.items.map((item) => inner + writeXmlValue(item, inner, unit, newline) + newline);
      return `<array>${newline}${items.join('')}${indent}</array>`;
    }
    case 'dict': {
      if (value.entries.length === 0) return '<dict/>';
      const entries = value.entries.map(
        ({ key, value: of }) =>
          `${inner}<key>${escapeXml(key)}</key>${newline}` +
          `${inner}${writeXmlValue(of, inner, unit, newline)}${newline}`,
      );
      return `<dict>${newline}${entries.join('')}${indent}</dict>`;
    }
  }
}

/** A whole plist, in the form that `plutil -convert xml1` writes. */
export function writeXmlPlist(root: PlistValue): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
${writeXmlValue(root)}
</plist>
`;
}
