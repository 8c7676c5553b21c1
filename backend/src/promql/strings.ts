import { refusal } from './refuse.ts';

const escapeSequence = /\\(?:([abfnrtv\\'"])|x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;
const controls: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

/**
 * The value of a string literal, by the rules of Prometheus: those of Go (https://go.dev/ref/spec#String_literals), with single quotes
 * like double ones. `\x` and octal escapes are bytes, so the value is checked to be UTF-8 at the end.
 * @throws ValidationError for a literal that Prometheus would not take either, and for one that is not UTF-8
 */
export function decodeString(literal: string): string {
  const quote = literal[0];
  if (literal.length < 2 || literal.at(-1) !== quote) throw refusal('a string is not terminated');
  const body = literal.slice(1, -1);
  if (quote === '`') return body;
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const next = body.indexOf('\\', at);
    const end = next === -1 ? body.length : next;
    const plain = body.slice(at, end);
    if (plain.includes('\n') || plain.includes(quote ?? '')) throw refusal('a string is not terminated');
    parts.push(Buffer.from(plain, 'utf8'));
    at = end;
    if (next === -1) break;
    escapeSequence.lastIndex = next;
    const match = escapeSequence.exec(body);
    if (!match) throw refusal('a string has an escape sequence that PromQL does not know');
    parts.push(bytesOf(match, quote));
    at = escapeSequence.lastIndex;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
  } catch {
    throw refusal('a string is not valid UTF-8');
  }
}

function bytesOf([, letter, byte, octal, short, long]: RegExpExecArray, quote: string | undefined): Buffer {
  if (letter === '"' || letter === "'") {
    if (letter !== quote) throw refusal(`a string has an escape sequence that PromQL does not know`);
    return Buffer.from(letter);
  }
  if (letter !== undefined) return Buffer.from([controls[letter] ?? letter.charCodeAt(0)]);
  if (byte !== undefined) return Buffer.from([Number.parseInt(byte, 16)]);
  if (octal !== undefined) {
    const value = Number.parseInt(octal, 8);
    if (value > 255) throw refusal('an octal escape in a string is more than a byte');
    return Buffer.from([value]);
  }
  const point = Number.parseInt(short ?? long ?? '', 16);
  if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) throw refusal('an escape in a string is no character');
  return Buffer.from(String.fromCodePoint(point), 'utf8');
}

/** A double-quoted literal of the value in printable ASCII, which every version of Prometheus reads the same way. */
export function encodeString(value: string): string {
  let text = '"';
  for (const character of value) {
    const point = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') text += `\\${character}`;
    else if (point >= 0x20 && point < 0x7f) text += character;
    else if (point <= 0xffff) text += `\\u${point.toString(16).padStart(4, '0')}`;
    else text += `\\U${point.toString(16).padStart(8, '0')}`;
  }
  return `${text}"`;
}
