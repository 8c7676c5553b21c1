import { deflateSync, inflateSync } from 'node:zlib';
import { crc32 } from '../../backend/src/credentials/crc32.ts';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const MAX_COLORS = 256;

/**
 * The picture with at most 256 colours, a third to a fifth of the size: median cut (Heckbert, 1982) over the colours that occur. Takes
 * what Chromium writes: 8 bits, RGB or RGBA without transparency, not interlaced (PNG specification, 3rd edition).
 */
export function toPalettePng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const counts = new Map<number, number>();
  for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1);
  const palette = choosePalette([...counts]).map(({ colors }) => average(colors));
  const indexOf = new Map([...counts.keys()].map((color) => [color, nearest(palette, color)]));
  const raw = Buffer.alloc((width + 1) * height);
  for (const [at, color] of pixels.entries()) raw[at + Math.floor(at / width) + 1] = indexOf.get(color) ?? 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(raw, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

type Counted = readonly [color: number, count: number];

/** Colours that become one. */
interface Box {
  readonly colors: readonly Counted[];
  /** How far its widest channel goes, weighed by how often it is seen. */
  readonly weight: number;
  readonly shift: number;
}

function choosePalette(colors: readonly Counted[]): Box[] {
  const boxes = [boxOf(colors)];
  while (boxes.length < MAX_COLORS) {
    boxes.sort((a, b) => a.weight - b.weight);
    const widest = boxes.at(-1);
    if (!widest || widest.weight === 0) break;
    boxes.pop();
    const sorted = [...widest.colors].sort(([a], [b]) => channel(a, widest.shift) - channel(b, widest.shift));
    const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
    let seen = 0;
    const cut = sorted.findIndex(([, count]) => {
      seen += count;
      return seen >= half;
    });
    const at = Math.min(sorted.length - 1, Math.max(1, cut));
    boxes.push(boxOf(sorted.slice(0, at)), boxOf(sorted.slice(at)));
  }
  return boxes;
}

function boxOf(colors: readonly Counted[]): Box {
  const spans = [16, 8, 0].map((shift) => {
    let low = 255;
    let high = 0;
    for (const [color] of colors) {
      low = Math.min(low, channel(color, shift));
      high = Math.max(high, channel(color, shift));
    }
    return { shift, span: high - low };
  });
  const widest = spans.reduce((best, one) => (one.span > best.span ? one : best));
  const count = colors.reduce((sum, [, one]) => sum + one, 0);
  return { colors, shift: widest.shift, weight: widest.span * widest.span * Math.sqrt(count) };
}

const channel = (color: number, shift: number): number => (color >> shift) & 255;

function average(colors: readonly Counted[]): number[] {
  const total = colors.reduce((sum, [, count]) => sum + count, 0);
  return [16, 8, 0].map((shift) =>
    Math.round(colors.reduce((sum, [color, count]) => sum + channel(color, shift) * count, 0) / total),
  );
}

/** Better than the box that a color fell into: boxes are cut along one channel at a time. */
function nearest(palette: readonly (readonly number[])[], color: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [index, [red = 0, green = 0, blue = 0]] of palette.entries()) {
    const distance =
      (channel(color, 16) - red) ** 2 + (channel(color, 8) - green) ** 2 + (channel(color, 0) - blue) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

function decode(png: Buffer): { width: number; height: number; pixels: Uint32Array } {
  const data: Buffer[] = [];
  let [width, height, bytes] = [0, 0, 0];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      bytes = { 2: 3, 6: 4 }[body[9] ?? 0] ?? 0;
      if (body[8] !== 8 || bytes === 0 || body[12] !== 0) throw new Error('a PNG of another kind');
    }
    if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  const lines = unfilter(inflateSync(Buffer.concat(data)), width * bytes, bytes);
  const pixels = new Uint32Array(width * height);
  for (const index of pixels.keys()) pixels[index] = lines.readUIntBE(index * bytes, 3);
  return { width, height, pixels };
}

/** Undoes the five filters of the specification, section 9. */
function unfilter(raw: Buffer, stride: number, bytes: number): Buffer {
  const rows = raw.length / (stride + 1);
  const out = Buffer.alloc(rows * stride);
  for (let row = 0; row < rows; row += 1) {
    const filter = raw[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column;
      const left = column >= bytes ? (out[at - bytes] ?? 0) : 0;
      const up = row > 0 ? (out[at - stride] ?? 0) : 0;
      const corner = row > 0 && column >= bytes ? (out[at - stride - bytes] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[at] = ((raw[row * (stride + 1) + 1 + column] ?? 0) + guess) & 255;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function chunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  const content = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(content.toString('latin1')));
  return Buffer.concat([head, content, tail]);
}
