const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** CRC-32 as in ISO 3309 and zlib, of ASCII text; 0 to 2^32 - 1. (`zlib.crc32` came with Node 20.15.) */
export function crc32(text: string): number {
  let c = 0xffffffff;
  for (let i = 0; i < text.length; i += 1) c = (table[(c ^ text.charCodeAt(i)) & 0xff] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
