/**
 * The path of PUBLIC_URL without a slash at the end: `/uvp` of `https://example.com/uvp`, empty when the product has the host to itself.
 */
export function publicPath(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, '');
}
